package io.medseg.volume;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A box of voxels, half-open: from {@code start} (inclusive) to {@code stop} (exclusive) on every
 * axis. Immutable.
 */
public final class Region implements Serializable {
  private static final long serialVersionUID = 1L;
  private final int[] start;
  private final int[] stop;

  private Region(int[] start, int[] stop) {
    this.start = start;
    this.stop = stop;
  }

  /** A box; {@code start} and {@code stop} have the same rank and {@code start <= stop}. */
  public static Region of(int[] start, int[] stop) {
    if (start.length != stop.length) {
      throw new IllegalArgumentException(
          "Invalid region "
              + text(start, stop)
              + ": "
              + start.length
              + " starts but "
              + stop.length
              + " stops");
    }
    for (int axis = 0; axis < start.length; axis++) {
      if (start[axis] < 0 || stop[axis] < start[axis]) {
        throw new IllegalArgumentException(
            "Invalid region " + text(start, stop) + ": axis " + axis);
      }
    }
    return new Region(start.clone(), stop.clone());
  }

  /** The whole of an array of this shape. */
  public static Region whole(Shape shape) {
    return new Region(new int[shape.rank()], shape.toArray());
  }

  /** Number of axes. */
  public int rank() {
    return start.length;
  }

  /** First index on an axis. */
  public int start(int axis) {
    return start[axis];
  }

  /** Index after the last on an axis. */
  public int stop(int axis) {
    return stop[axis];
  }

  /** Number of indices on an axis. */
  public int length(int axis) {
    return stop[axis] - start[axis];
  }

  /** Lengths on all axes. */
  public Shape shape() {
    int[] lengths = new int[start.length];
    Arrays.setAll(lengths, this::length);
    return Shape.of(lengths);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Region region
        && Arrays.equals(start, region.start)
        && Arrays.equals(stop, region.stop);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(start) + Arrays.hashCode(stop);
  }

  /** As in "[0:64, 0:64, 7:8]". */
  @Override
  public String toString() {
    return text(start, stop);
  }

  private static String text(int[] start, int[] stop) {
    StringBuilder text = new StringBuilder("[");
    for (int axis = 0; axis < Math.min(start.length, stop.length); axis++) {
      text.append(axis == 0 ? "" : ", ").append(start[axis]).append(':').append(stop[axis]);
    }
    return text.append(']').toString();
  }
}
