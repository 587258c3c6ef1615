package io.medseg.volume;

import java.io.Serializable;
import java.util.Arrays;

/** How many voxels are added before and after a region on every axis, at least 0. Immutable. */
public final class Padding implements Serializable {
  private static final long serialVersionUID = 1L;
  private final int[] low;
  private final int[] high;

  private Padding(int[] low, int[] high) {
    this.low = low;
    this.high = high;
  }

  /** Padding of the given widths; both arrays have the same rank. */
  public static Padding of(int[] low, int[] high) {
    if (low.length != high.length
        || Arrays.stream(low).anyMatch(w -> w < 0)
        || Arrays.stream(high).anyMatch(w -> w < 0)) {
      throw new IllegalArgumentException(
          "Invalid padding " + Arrays.toString(low) + ", " + Arrays.toString(high));
    }
    return new Padding(low.clone(), high.clone());
  }

  /** No padding on {@code rank} axes. */
  public static Padding none(int rank) {
    return new Padding(new int[rank], new int[rank]);
  }

  /** Number of axes. */
  public int rank() {
    return low.length;
  }

  /** Voxels added before the first on an axis. */
  public int low(int axis) {
    return low[axis];
  }

  /** Voxels added after the last on an axis. */
  public int high(int axis) {
    return high[axis];
  }

  /** True if nothing is added anywhere. */
  public boolean isNone() {
    return Arrays.stream(low).allMatch(w -> w == 0) && Arrays.stream(high).allMatch(w -> w == 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Padding padding
        && Arrays.equals(low, padding.low)
        && Arrays.equals(high, padding.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return "before " + Arrays.toString(low) + ", after " + Arrays.toString(high);
  }
}
