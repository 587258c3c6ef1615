package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.util.Random;

/** Random masks of one class: noise from sparse to dense, which has many small holes and pieces. */
final class TestMasks {
  private TestMasks() {}

  /** A mask of random size, wider than a word now and then. */
  static MaskVolume random(Random random) {
    int width = random.nextInt(4) == 0 ? 60 + random.nextInt(80) : 1 + random.nextInt(12);
    return noise(random, 1 + random.nextInt(9), width, 1 + random.nextInt(7), random.nextDouble());
  }

  /** A mask where each voxel is set with this probability. */
  static MaskVolume noise(Random random, int height, int width, int depth, double density) {
    MaskVolume mask = MaskVolume.empty(height, width, depth, 1);
    for (int h = 0; h < height; h++) {
      for (int w = 0; w < width; w++) {
        for (int d = 0; d < depth; d++) {
          if (random.nextDouble() < density) {
            mask.set(h, w, d, 0);
          }
        }
      }
    }
    return mask;
  }

  /** A mask drawn as planes of D, each with rows of H separated by "/"; "#" is set. */
  static MaskVolume drawn(String... planes) {
    String[] first = planes[0].split("/");
    MaskVolume mask = MaskVolume.empty(first.length, first[0].length(), planes.length, 1);
    for (int d = 0; d < planes.length; d++) {
      String[] rows = planes[d].split("/");
      for (int h = 0; h < rows.length; h++) {
        for (int w = 0; w < rows[h].length(); w++) {
          if (rows[h].charAt(w) == '#') {
            mask.set(h, w, d, 0);
          }
        }
      }
    }
    return mask;
  }
}
