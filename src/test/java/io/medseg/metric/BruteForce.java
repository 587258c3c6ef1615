package io.medseg.metric;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;
import java.util.ArrayList;
import java.util.List;

/** Surfaces and distances by their definition, voxel by voxel. */
final class BruteForce {
  private BruteForce() {}

  /** Surface voxels (h, w, d) in the order H, W, D. */
  static List<int[]> surface(MaskVolume mask, int steps) {
    List<int[]> voxels = new ArrayList<>();
    for (int h = 0; h < mask.shape().get(0); h++) {
      for (int w = 0; w < mask.shape().get(1); w++) {
        for (int d = 0; d < mask.shape().get(2); d++) {
          if (mask.get(h, w, d, 0) && !inside(mask, h, w, d, steps)) {
            voxels.add(new int[] {h, w, d});
          }
        }
      }
    }
    return voxels;
  }

  private static boolean inside(MaskVolume mask, int h, int w, int d, int steps) {
    for (int dh = -1; dh <= 1; dh++) {
      for (int dw = -1; dw <= 1; dw++) {
        for (int dd = -1; dd <= 1; dd++) {
          if (Math.abs(dh) + Math.abs(dw) + Math.abs(dd) <= steps
              && !has(mask, h + dh, w + dw, d + dd)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean has(MaskVolume mask, int h, int w, int d) {
    return h >= 0
        && h < mask.shape().get(0)
        && w >= 0
        && w < mask.shape().get(1)
        && d >= 0
        && d < mask.shape().get(2)
        && mask.get(h, w, d, 0);
  }

  static double[] distances(List<int[]> from, List<int[]> to, Spacing spacing) {
    return from.stream().mapToDouble(voxel -> distance(voxel, to, spacing)).toArray();
  }

  private static double distance(int[] voxel, List<int[]> to, Spacing spacing) {
    double best = Double.POSITIVE_INFINITY;
    for (int[] other : to) {
      double h = (voxel[0] - other[0]) * spacing.height();
      double w = (voxel[1] - other[1]) * spacing.width();
      double d = (voxel[2] - other[2]) * spacing.depth();
      best = Math.min(best, h * h + w * w + d * d);
    }
    return Math.sqrt(best);
  }
}
