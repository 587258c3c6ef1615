package io.medseg.metric;

import io.medseg.volume.MaskVolume;

/** Erosion of one class by one step, 64 voxels of a row at a time. Everything outside is 0. */
final class Erosion {
  private final MaskVolume mask;
  private final long[] words;
  private final int height;
  private final int depth;
  private final int steps;

  Erosion(MaskVolume mask, int category, Connectivity connectivity) {
    this.mask = mask;
    this.words = mask.words(category);
    this.height = mask.shape().get(0);
    this.depth = mask.shape().get(2);
    this.steps = connectivity.steps();
  }

  /** The voxels of a word that the erosion takes away. */
  long removed(int h, int word, int d) {
    long here = words[mask.row(h, d) + word];
    long kept = here;
    for (int dh = -1; dh <= 1 && kept != 0; dh++) {
      for (int dd = -1; dd <= 1 && kept != 0; dd++) {
        int stepsLeft = steps - Math.abs(dh) - Math.abs(dd);
        if (stepsLeft >= 0) {
          kept &= neighbours(h + dh, word, d + dd, stepsLeft);
        }
      }
    }
    return here & ~kept;
  }

  /** For each voxel: whether a row holds the voxel beside it and, with a step left, both next. */
  private long neighbours(int h, int word, int d, int stepsLeft) {
    if (h < 0 || h >= height || d < 0 || d >= depth) {
      return 0;
    }
    int i = mask.row(h, d) + word;
    long here = words[i];
    if (stepsLeft == 0) {
      return here;
    }
    long before = word > 0 ? words[i - 1] >>> 63 : 0;
    long after = word + 1 < mask.wordsPerRow() ? words[i + 1] << 63 : 0;
    return here & (here << 1 | before) & (here >>> 1 | after);
  }
}
