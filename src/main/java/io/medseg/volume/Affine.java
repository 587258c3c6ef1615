package io.medseg.volume;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where voxels lie in the patient: maps indices (h, w, d) of voxel centres to world coordinates in
 * mm, RAS+ (x to the right, y to the front, z to the head), as NIfTI and nibabel have them. A 4x4
 * matrix whose columns belong to H, W, D and the origin; its last row is 0 0 0 1. Immutable.
 */
public final class Affine implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Cosine of an angle that no rounding of numbers makes, about half a degree off. */
  private static final double SHEARED = 1e-2;

  private final double[][] rows;

  private Affine(double[][] rows) {
    this.rows = rows;
  }

  /**
   * An affine out of its four rows.
   *
   * @throws IllegalArgumentException with a message for people, if it is none
   */
  public static Affine of(double[][] rows) {
    double[][] copy = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    if (copy.length != 4 || Arrays.stream(copy).anyMatch(row -> row.length != 4)) {
      throw invalid(copy, "four rows of four numbers are expected");
    }
    if (Arrays.stream(copy).flatMapToDouble(Arrays::stream).anyMatch(x -> !Double.isFinite(x))) {
      throw invalid(copy, "its numbers must be finite");
    }
    if (!Arrays.equals(copy[3], new double[] {0, 0, 0, 1})) {
      throw invalid(copy, "its last row must be 0, 0, 0, 1");
    }
    Affine affine = new Affine(copy);
    double volume = affine.length(0) * affine.length(1) * affine.length(2);
    // Relative, so that small voxels are not taken for flat ones; also false for 0 / 0.
    if (!(Math.abs(affine.determinant()) / volume > 1e-6)) {
      throw invalid(copy, "its axes must span space");
    }
    return affine;
  }

  /** The voxel (0, 0, 0) lies at the world's origin: only directions are known. */
  public static Affine of(Orientation orientation, Spacing spacing) {
    double[] mm = {spacing.height(), spacing.width(), spacing.depth()};
    double[][] rows = new double[4][4];
    for (int axis = 0; axis < 3; axis++) {
      rows[orientation.world(axis)][axis] = orientation.sign(axis) * mm[axis];
    }
    rows[3][3] = 1;
    return new Affine(rows);
  }

  private static IllegalArgumentException invalid(double[][] rows, String reason) {
    return new IllegalArgumentException(
        "Invalid affine: " + Arrays.deepToString(rows) + ": " + reason);
  }

  /** An element; column 3 is the origin. */
  public double get(int row, int column) {
    return rows[row][column];
  }

  /** Lengths of its first three columns: mm along H, W, D. */
  public Spacing spacing() {
    return new Spacing(length(0), length(1), length(2));
  }

  private double length(int column) {
    return Math.sqrt(dot(column, column));
  }

  private double dot(int one, int other) {
    return rows[0][one] * rows[0][other]
        + rows[1][one] * rows[1][other]
        + rows[2][one] * rows[2][other];
  }

  /** Positive where the axes are right-handed, as R, A and S are. */
  public double determinant() {
    return rows[0][0] * (rows[1][1] * rows[2][2] - rows[1][2] * rows[2][1])
        - rows[0][1] * (rows[1][0] * rows[2][2] - rows[1][2] * rows[2][0])
        + rows[0][2] * (rows[1][0] * rows[2][1] - rows[1][1] * rows[2][0]);
  }

  /** Whether the axes do not stand at right angles, by more than the rounding of numbers. */
  public boolean isSheared() {
    for (int axis = 0; axis < 3; axis++) {
      int next = (axis + 1) % 3;
      if (Math.abs(dot(axis, next)) > SHEARED * length(axis) * length(next)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Affine affine && Arrays.deepEquals(rows, affine.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(rows);
  }

  /** Its rows, as in "[[1.0, 0.0, 0.0, 0.0], ...]". */
  @Override
  public String toString() {
    return Arrays.deepToString(rows);
  }
}
