package io.medseg.metric;

import io.medseg.volume.Spacing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rows around a row, nearest first: every offset (dh, dd) of rows whose distance is at most a
 * radius. Immutable.
 */
final class RowOffsets {
  /**
   * About how many rows are looked at before a voxel is left to the distance transform: 3 mm around
   * in knee scans, farther than nearly all distances between good masks; a smaller number costs
   * more transforms, a larger one more looking in vain.
   */
  private static final int USUAL = 128;

  private final int[] h;
  private final int[] d;
  private final double[] squaredH;
  private final double[] squaredD;
  private final double squaredRadius;

  private record Offset(int h, int d, double squaredH, double squaredD) {
    double squared() {
      return squaredH + squaredD;
    }
  }

  private RowOffsets(List<Offset> sorted, double squaredRadius) {
    this.h = sorted.stream().mapToInt(Offset::h).toArray();
    this.d = sorted.stream().mapToInt(Offset::d).toArray();
    this.squaredH = sorted.stream().mapToDouble(Offset::squaredH).toArray();
    this.squaredD = sorted.stream().mapToDouble(Offset::squaredD).toArray();
    this.squaredRadius = squaredRadius;
  }

  static RowOffsets of(Spacing spacing) {
    return about(USUAL, spacing);
  }

  /** About so many rows, exactly those inside the circle of that area; none for 0. */
  static RowOffsets about(int rows, Spacing spacing) {
    double squaredRadius = rows * spacing.height() * spacing.depth() / Math.PI;
    int farH = (int) (Math.sqrt(squaredRadius) / spacing.height()) + 1;
    int farD = (int) (Math.sqrt(squaredRadius) / spacing.depth()) + 1;
    List<Offset> offsets = new ArrayList<>();
    for (int h = -farH; rows > 0 && h <= farH; h++) {
      for (int d = -farD; d <= farD; d++) {
        double mmH = h * spacing.height();
        double mmD = d * spacing.depth();
        Offset offset = new Offset(h, d, mmH * mmH, mmD * mmD);
        if (offset.squared() <= squaredRadius) {
          offsets.add(offset);
        }
      }
    }
    offsets.sort(Comparator.comparingDouble(Offset::squared));
    return new RowOffsets(offsets, rows > 0 ? squaredRadius : -1);
  }

  int count() {
    return h.length;
  }

  int h(int i) {
    return h[i];
  }

  int d(int i) {
    return d[i];
  }

  /** Squared mm along H. */
  double squaredH(int i) {
    return squaredH[i];
  }

  /** Squared mm along D. */
  double squaredD(int i) {
    return squaredD[i];
  }

  /** Every row up to this distance (in squared mm) is among the offsets; -1 if there are none. */
  double squaredRadius() {
    return squaredRadius;
  }
}
