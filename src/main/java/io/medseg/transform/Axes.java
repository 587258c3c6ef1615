package io.medseg.transform;

import io.medseg.InputException;

/** Axis numbers of a batch as MedSegPy gives them: negative ones count from the end. */
final class Axes {
  private Axes() {}

  /**
   * The axes counted from the front.
   *
   * @throws InputException if one does not exist or is named twice
   */
  static int[] of(String transform, int[] axes, int rank) {
    int[] found = new int[axes.length];
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < axes.length; i++) {
      found[i] = axes[i] < 0 ? axes[i] + rank : axes[i];
      if (found[i] < 0 || found[i] >= rank) {
        throw new InputException(
            "Invalid PREPROCESSING_ARGS: %s axis %d: the batch has %d axes"
                .formatted(transform, axes[i], rank));
      }
      if (seen[found[i]]) {
        throw new InputException(
            "Invalid PREPROCESSING_ARGS: %s axis %d is named twice".formatted(transform, axes[i]));
      }
      seen[found[i]] = true;
    }
    return found;
  }
}
