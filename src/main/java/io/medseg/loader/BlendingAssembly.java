package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * For windows that overlap and are averaged. A mean is taken of the windows of each group, row by
 * row ({@link SlabBand}); as soon as a row is complete it is folded into that of the groups before
 * ({@link SlabCarry}). Of the planes that groups of an earlier range touch too, each group's mean
 * is put aside as it is: they are to be folded from the first group on.
 */
final class BlendingAssembly implements Assembly {
  private final SlabLayout layout;
  private final SlabBand band;
  private final SlabCarry carry;
  private final int headStop;
  private final int lastGroup;
  private final List<SeamPart> seams = new ArrayList<>();

  /**
   * @param range whole groups
   */
  BlendingAssembly(
      SlabLayout layout, SlabWeights weights, ElementRange range, PredictionSink sink) {
    this.layout = layout;
    this.band = new SlabBand(layout, weights);
    this.carry = new SlabCarry(layout, weights, sink);
    this.headStop = layout.lastPlaneBefore(range.from() / layout.groupSize());
    this.lastGroup = range.to() / layout.groupSize() - 1;
  }

  @Override
  public void add(Element element, PredictionBlock block) {
    int[] at = layout.grid().position(element.index());
    Region region = block.region();
    int completeStop = completeStop(at);
    int middle = layout.middleAxis();
    for (int row = region.start(middle); row < region.stop(middle); row++) {
      band.add(row, at, block);
      if (row < completeStop) {
        complete(row, at[layout.slowAxis()]);
      }
    }
  }

  /** Row behind the last that no later window of the group changes. */
  private int completeStop(int[] at) {
    boolean isLastOfRow = at[layout.fastAxis()] == layout.fast().count() - 1;
    return isLastOfRow ? layout.middle().ownStop(at[layout.middleAxis()]) : 0;
  }

  private void complete(int row, int group) {
    SlabRow means = band.row(row, group);
    int own = Math.max(means.first(), headStop);
    if (own > means.first()) {
      seams.add(means.part(group, row, means.first(), Math.min(own, means.stop())));
    }
    if (own < means.stop()) {
      carry.fold(row, group, means, own, means.stop());
    }
    band.release(row);
  }

  @Override
  public List<SeamPart> finish() {
    seams.addAll(carry.parts(lastGroup));
    return List.copyOf(seams);
  }

  /** Floats held at most so far, without seams. */
  long heldFloats() {
    return band.floats() + carry.floats();
  }
}
