package io.medseg.segmentation;

import io.medseg.volume.MaskVolume;
import java.util.function.IntConsumer;

/** Walks over the voxels of a class: few of a volume belong to one. */
final class MaskBits {
  private MaskBits() {}

  /** Calls with every w of a row whose voxel is in the class, ascending. */
  static void forEach(MaskVolume masks, int category, int h, int d, IntConsumer action) {
    long[] words = masks.words(category);
    int row = masks.row(h, d);
    for (int k = 0; k < masks.wordsPerRow(); k++) {
      for (long word = words[row + k]; word != 0; word &= word - 1) {
        action.accept(64 * k + Long.numberOfTrailingZeros(word));
      }
    }
  }
}
