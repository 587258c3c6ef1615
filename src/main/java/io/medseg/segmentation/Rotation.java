package io.medseg.segmentation;

/** Rotations as 3 x 3 matrices. */
final class Rotation {
  /** Each step squares the error; axes that are nearly flat need some before that. */
  private static final int MOST_STEPS = 100;

  private static final double EXACT = 1e-15;

  private Rotation() {}

  /**
   * The rotation nearest to a matrix of positive determinant (its polar factor), by Newton's
   * method: the mean with the transposed inverse, again and again.
   */
  static double[][] nearest(double[][] matrix) {
    double[][] rotation = matrix;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[][] next = mean(rotation, transposedInverse(rotation));
      double change = difference(rotation, next);
      rotation = next;
      if (change < EXACT) {
        break;
      }
    }
    return rotation;
  }

  private static double[][] mean(double[][] one, double[][] other) {
    double[][] mean = new double[3][3];
    for (int i = 0; i < 9; i++) {
      mean[i / 3][i % 3] = (one[i / 3][i % 3] + other[i / 3][i % 3]) / 2;
    }
    return mean;
  }

  private static double difference(double[][] one, double[][] other) {
    double most = 0;
    for (int i = 0; i < 9; i++) {
      most = Math.max(most, Math.abs(one[i / 3][i % 3] - other[i / 3][i % 3]));
    }
    return most;
  }

  private static double[][] transposedInverse(double[][] m) {
    double[][] cofactors = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int k = (i + 1) % 3;
        int l = (i + 2) % 3;
        int p = (j + 1) % 3;
        int q = (j + 2) % 3;
        cofactors[i][j] = m[k][p] * m[l][q] - m[k][q] * m[l][p];
      }
    }
    double determinant =
        m[0][0] * cofactors[0][0] + m[0][1] * cofactors[0][1] + m[0][2] * cofactors[0][2];
    for (double[] row : cofactors) {
      for (int j = 0; j < 3; j++) {
        row[j] /= determinant;
      }
    }
    return cofactors;
  }
}
