package io.medseg.loader;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.util.BitSet;

/** Which voxels of a volume the windows of a grid reach. */
final class Coverage {
  private final Shape image;
  private final SliceAxis axes;
  private final BitSet[] covered;

  Coverage(PatchGrid grid, SliceAxis axes) {
    this.image = grid.image();
    this.axes = axes;
    this.covered = grid.axes().stream().map(AxisGrid::covered).toArray(BitSet[]::new);
  }

  private boolean isWhole() {
    for (int axis = 0; axis < covered.length; axis++) {
      if (covered[axis].cardinality() < image.get(axis)) {
        return false;
      }
    }
    return true;
  }

  /** The voxels in some window as a mask H, W, D of one class; null if that is all of them. */
  MaskVolume mask() {
    if (isWhole()) {
      return null;
    }
    Shape volume = axes.toVolume(image);
    MaskVolume mask = MaskVolume.empty(volume.get(0), volume.get(1), volume.get(2), 1);
    BitSet rows = covered[axes.position(0)];
    BitSet slices = covered[axes.position(2)];
    long[] row = covered[axes.position(1)].toLongArray();
    for (int d = slices.nextSetBit(0); d >= 0; d = slices.nextSetBit(d + 1)) {
      for (int h = rows.nextSetBit(0); h >= 0; h = rows.nextSetBit(h + 1)) {
        System.arraycopy(row, 0, mask.words(0), mask.row(h, d), row.length);
      }
    }
    return mask;
  }

  /**
   * Hands on zeros for every voxel in no window, each once.
   *
   * @param sink for blocks in the order of the grid's axes
   */
  void emitRest(PredictionSink sink, int classes) {
    if (isWhole()) {
      return;
    }
    float[] zeros = new float[classes];
    int[] start = new int[3];
    int[] stop = image.toArray();
    emitRest(sink, zeros, 0, start, stop);
  }

  /** Runs of an axis that are not covered; what is left goes to the next axis, run by run. */
  private void emitRest(PredictionSink sink, float[] zeros, int axis, int[] start, int[] stop) {
    if (axis == covered.length) {
      return;
    }
    int from = 0;
    while (from < image.get(axis)) {
      boolean inside = covered[axis].get(from);
      int next = inside ? covered[axis].nextClearBit(from) : covered[axis].nextSetBit(from);
      int to = next < 0 ? image.get(axis) : Math.min(next, image.get(axis));
      start[axis] = from;
      stop[axis] = to;
      if (inside) {
        emitRest(sink, zeros, axis + 1, start, stop);
      } else {
        sink.accept(new PredictionBlock(Region.of(start, stop), zeros, 0, 0, 0, 0, zeros.length));
      }
      from = to;
    }
    start[axis] = 0;
    stop[axis] = image.get(axis);
  }
}
