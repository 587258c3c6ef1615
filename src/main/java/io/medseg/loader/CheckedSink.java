package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;

/**
 * Refuses blocks that do not lie in the scan, which would be voxels of other places or none, and
 * counts the voxels of the others. One thread.
 */
final class CheckedSink implements PredictionSink {
  private final String loader;
  private final Shape image;
  private final int classes;
  private final PredictionSink sink;
  private long voxels;

  /**
   * @param loader the class whose gatherer hands on blocks, for messages
   * @param image H x W x D
   * @param classes of every block
   * @param sink gets the blocks
   */
  CheckedSink(String loader, Shape image, int classes, PredictionSink sink) {
    this.loader = loader;
    this.image = image;
    this.classes = classes;
    this.sink = sink;
  }

  @Override
  public void accept(PredictionBlock block) {
    Region region = block.region();
    boolean isInside = region.rank() == 3;
    for (int axis = 0; isInside && axis < 3; axis++) {
      isInside = region.stop(axis) <= image.get(axis);
    }
    if (!isInside || block.classes() != classes) {
      throw new InputException(
          "Cannot use data loader %s: its gatherer handed on voxels %s of %d classes; the scan is %s, with %d classes"
              .formatted(loader, region, block.classes(), image, classes));
    }
    voxels += region.shape().elements();
    sink.accept(block);
  }

  /** Voxels of all blocks so far. */
  long voxels() {
    return voxels;
  }
}
