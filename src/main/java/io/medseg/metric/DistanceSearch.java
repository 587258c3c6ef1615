package io.medseg.metric;

import io.medseg.volume.Spacing;
import java.util.Arrays;

/**
 * Exact Euclidean distances in mm to the voxels of a surface. For a voxel, the rows around it are
 * looked at from near to far; in each, the nearest surface voxel is found by bit operations; the
 * search ends when the next row alone is farther than the best found, which between good masks
 * happens after a few rows. Voxels for which all {@link RowOffsets} do not suffice go to {@link
 * ColumnTransform}, whose cost is bounded by the box whatever the distances are.
 *
 * <p>A distance is always {@code sqrt(((dh*sH)^2 + (dw*sW)^2) + (dd*sD)^2)} of integer index
 * differences, the sum in this order: so does scipy's {@code distance_transform_edt}, and the
 * values agree to the last bit (a distance at a multiple of the spacing does not drift over it).
 */
final class DistanceSearch {
  private final Surface target;
  private final Spacing spacing;
  private final RowOffsets offsets;

  DistanceSearch(Surface target, Spacing spacing, RowOffsets offsets) {
    this.target = target;
    this.spacing = spacing;
    this.offsets = offsets;
  }

  /** From every voxel of a surface, in the order H, W, D. */
  double[] from(Surface queries) {
    Extent box = queries.extent();
    double[] squared = new double[queries.count()];
    ColumnTransform farAway = new ColumnTransform(target, spacing);
    // Voxels of one h come by D, W but are wanted by W, D: places[w] counts, then leads there.
    int[] places = new int[64 * box.words()];
    int done = 0;
    for (int h = box.startH(); h < box.startH() + box.height(); h++) {
      done = assignPlaces(queries, h, places, done);
      for (int d = box.startD(); d < box.startD() + box.depth(); d++) {
        int row = queries.row(h, d);
        for (int w = queries.next(row, 0); w != Surface.NONE; w = queries.next(row, w + 1)) {
          int place = places[w - 64 * box.startWord()]++;
          squared[place] = squaredDistance(h, w, d);
          if (!(squared[place] <= offsets.squaredRadius())) {
            farAway.add(h, w, d, place);
          }
        }
      }
    }
    farAway.improve(squared);
    for (int i = 0; i < squared.length; i++) {
      squared[i] = Math.sqrt(squared[i]);
    }
    return squared;
  }

  private static int assignPlaces(Surface queries, int h, int[] places, int done) {
    Extent box = queries.extent();
    Arrays.fill(places, 0);
    for (int d = box.startD(); d < box.startD() + box.depth(); d++) {
      int row = queries.row(h, d);
      for (int w = queries.next(row, 0); w != Surface.NONE; w = queries.next(row, w + 1)) {
        places[w - 64 * box.startWord()]++;
      }
    }
    int place = done;
    for (int w = 0; w < places.length; w++) {
      int voxels = places[w];
      places[w] = place;
      place += voxels;
    }
    return place;
  }

  /** The least squared distance over the known rows; infinite if they are empty. */
  private double squaredDistance(int h, int w, int d) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < offsets.count(); i++) {
      // Rounding is monotonic, so no voxel of this row or a later one can come out below this.
      if (offsets.squaredH(i) + offsets.squaredD(i) >= best) {
        break;
      }
      int row = target.row(h + offsets.h(i), d + offsets.d(i));
      int steps = row < 0 ? Surface.NONE : target.nearest(row, w);
      if (steps != Surface.NONE) {
        double mm = steps * spacing.width();
        best = Math.min(best, offsets.squaredH(i) + mm * mm + offsets.squaredD(i));
      }
    }
    return best;
  }
}
