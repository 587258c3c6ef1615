package io.medseg.segmentation;

import io.medseg.volume.Affine;
import io.medseg.volume.Spacing;

/** The rotation of an affine as NIfTI's qform stores it. */
final class Quaternion {
  private Quaternion() {}

  /**
   * The unit quaternion (a, b, c, d), a not negative, of the rotation nearest to the affine's
   * directions; where those are left-handed, of the ones with the third turned round.
   */
  static double[] of(Affine affine) {
    double[][] r = Rotation.nearest(directions(affine));
    // Four times the square of each; the largest is the safe one to divide by.
    double[] squares = {
      1 + r[0][0] + r[1][1] + r[2][2],
      1 + r[0][0] - r[1][1] - r[2][2],
      1 - r[0][0] + r[1][1] - r[2][2],
      1 - r[0][0] - r[1][1] + r[2][2]
    };
    int largest = 0;
    for (int i = 1; i < 4; i++) {
      largest = squares[i] > squares[largest] ? i : largest;
    }
    double[] row = products(r, squares)[largest];
    return normalized(row);
  }

  /** Four times the products of each two components. */
  private static double[][] products(double[][] r, double[] squares) {
    double ab = r[2][1] - r[1][2];
    double ac = r[0][2] - r[2][0];
    double ad = r[1][0] - r[0][1];
    double bc = r[1][0] + r[0][1];
    double bd = r[0][2] + r[2][0];
    double cd = r[2][1] + r[1][2];
    return new double[][] {
      {squares[0], ab, ac, ad},
      {ab, squares[1], bc, bd},
      {ac, bc, squares[2], cd},
      {ad, bd, cd, squares[3]}
    };
  }

  private static double[] normalized(double[] q) {
    double length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double scale = q[0] < 0 ? -1 / length : 1 / length;
    return new double[] {q[0] * scale, q[1] * scale, q[2] * scale, q[3] * scale};
  }

  private static double[][] directions(Affine affine) {
    Spacing mm = affine.spacing();
    double third = affine.determinant() < 0 ? -mm.depth() : mm.depth();
    double[][] directions = new double[3][];
    for (int row = 0; row < 3; row++) {
      directions[row] =
          new double[] {
            affine.get(row, 0) / mm.height(),
            affine.get(row, 1) / mm.width(),
            affine.get(row, 2) / third
          };
    }
    return directions;
  }
}
