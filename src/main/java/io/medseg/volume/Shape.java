package io.medseg.volume;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Lengths of the axes of an array, immutable, any rank.
 *
 * <p>The axis convention of the whole project is said here, once: axes are in the order H, W, D
 * (rows, columns, slices), then C (classes or channels); a batch puts N first. Indices start at 0,
 * ranges are half-open, flat arrays are row-major (the last axis is the fastest).
 */
public final class Shape implements Serializable {
  private static final long serialVersionUID = 1L;
  private final int[] lengths;

  private Shape(int[] lengths) {
    this.lengths = lengths;
  }

  /** A shape of these axis lengths, none of them negative. */
  public static Shape of(int... lengths) {
    for (int length : lengths) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "Invalid shape " + Arrays.toString(lengths) + ": a length is negative");
      }
    }
    return new Shape(lengths.clone());
  }

  /** Number of axes. */
  public int rank() {
    return lengths.length;
  }

  /** Length of an axis; negative axes count from the end. */
  public int get(int axis) {
    return lengths[axis < 0 ? axis + lengths.length : axis];
  }

  /** Product of the lengths. */
  public long elements() {
    long product = 1;
    for (int length : lengths) {
      product = Math.multiplyExact(product, (long) length);
    }
    return product;
  }

  /** A copy of the lengths. */
  public int[] toArray() {
    return lengths.clone();
  }

  /** This shape with one more axis in front. */
  public Shape prepend(int length) {
    int[] longer = new int[lengths.length + 1];
    longer[0] = length;
    System.arraycopy(lengths, 0, longer, 1, lengths.length);
    return of(longer);
  }

  /** This shape with one more axis at the end. */
  public Shape append(int length) {
    int[] longer = Arrays.copyOf(lengths, lengths.length + 1);
    longer[lengths.length] = length;
    return of(longer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(lengths, shape.lengths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lengths);
  }

  /** As in "384x384x160"; a scalar is "scalar". */
  @Override
  public String toString() {
    return lengths.length == 0
        ? "scalar"
        : Arrays.stream(lengths).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }
}
