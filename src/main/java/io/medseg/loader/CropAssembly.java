package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import java.util.List;

/**
 * For windows that overlap where each voxel comes from one of them alone: windows are cropped to
 * what is theirs. On every axis that is from an index to an index, so of windows that overwrite
 * each other the last on each axis is left, and order decides nothing. Every block is final as it
 * comes, nothing is held.
 */
final class CropAssembly implements Assembly {
  private final PatchGrid grid;
  private final Blending blending;
  private final PredictionSink sink;

  /**
   * @param grid the windows that predictions go to
   * @param blending {@link Blending#LAST} or {@link Blending#CROP}
   */
  CropAssembly(PatchGrid grid, Blending blending, PredictionSink sink) {
    this.grid = grid;
    this.blending = blending;
    this.sink = sink;
  }

  @Override
  public void add(Element element, PredictionBlock block) {
    int[] at = grid.position(element.index());
    int[] start = new int[3];
    int[] stop = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      AxisGrid windows = grid.axes().get(axis);
      start[axis] = start(windows, at[axis]);
      stop[axis] = stop(windows, at[axis]);
      if (start[axis] >= stop[axis]) {
        return;
      }
    }
    sink.accept(cropped(block, Region.of(start, stop)));
  }

  private int start(AxisGrid windows, int i) {
    return blending == Blending.LAST ? windows.clippedStart(i) : windows.centreStart(i);
  }

  private int stop(AxisGrid windows, int i) {
    return blending == Blending.LAST ? windows.ownStop(i) : windows.centreStop(i);
  }

  private static PredictionBlock cropped(PredictionBlock block, Region to) {
    Region from = block.region();
    int offset =
        block.offset()
            + (to.start(0) - from.start(0)) * block.strideH()
            + (to.start(1) - from.start(1)) * block.strideW()
            + (to.start(2) - from.start(2)) * block.strideD();
    return new PredictionBlock(
        to,
        block.values(),
        offset,
        block.strideH(),
        block.strideW(),
        block.strideD(),
        block.classes());
  }

  @Override
  public List<SeamPart> finish() {
    return List.of();
  }
}
