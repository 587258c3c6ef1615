package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;

/**
 * For windows that overlap and are cropped to their centres: a voxel comes from the window whose
 * border is farthest from it. Every block is final as it comes, nothing is held.
 */
final class CentreAssembly implements Assembly {
  private final PatchGrid grid;
  private final Coverage coverage;
  private final PredictionSink sink;
  private final int classes;

  /**
   * @param grid the windows that predictions go to
   */
  CentreAssembly(PatchGrid grid, Coverage coverage, PredictionSink sink, int classes) {
    this.grid = grid;
    this.coverage = coverage;
    this.sink = sink;
    this.classes = classes;
  }

  @Override
  public void add(Element element, PredictionBlock block) {
    int[] start = new int[3];
    int[] stop = new int[3];
    int rest = element.index();
    for (int axis = 2; axis >= 0; axis--) {
      AxisGrid windows = grid.axes().get(axis);
      int i = rest % windows.count();
      rest /= windows.count();
      start[axis] = windows.centreStart(i);
      stop[axis] = windows.centreStop(i);
      if (start[axis] >= stop[axis]) {
        return;
      }
    }
    sink.accept(cropped(block, Region.of(start, stop)));
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
  public void finish() {
    coverage.emitRest(sink, classes);
  }
}
