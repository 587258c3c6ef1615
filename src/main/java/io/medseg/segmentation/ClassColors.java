package io.medseg.segmentation;

import io.medseg.dataset.Category;
import java.util.List;

/**
 * The colours of classes, 0xRRGGBB: the dataset's own; where it gives none, one of seven that
 * people without full colour vision tell apart (Okabe and Ito, 2008, without black).
 */
final class ClassColors {
  private static final int[] PALETTE = {
    0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7
  };

  private final List<Category> classes;

  ClassColors(List<Category> classes) {
    this.classes = classes;
  }

  int rgb(int category) {
    List<Integer> given = classes.get(category).color();
    return given.isEmpty()
        ? PALETTE[category % PALETTE.length]
        : given.get(0) << 16 | given.get(1) << 8 | given.get(2);
  }

  int red(int category) {
    return rgb(category) >> 16;
  }

  int green(int category) {
    return rgb(category) >> 8 & 0xff;
  }

  int blue(int category) {
    return rgb(category) & 0xff;
  }
}
