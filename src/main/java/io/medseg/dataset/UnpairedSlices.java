package io.medseg.dataset;

import java.util.List;

/**
 * Slices of a scan whose files do not come in pairs.
 *
 * @param withoutImage slices of which only the mask file is there
 * @param withoutMasks slices of which only the image file is there, where other slices have masks
 * @param twice files of slices that are there under their proper names as well, as in
 *     "1000001_V00-Aug00_0001.im"; they are not read
 */
public record UnpairedSlices(
    String scanId, List<Integer> withoutImage, List<Integer> withoutMasks, List<String> twice) {
  /** Copies the lists. */
  public UnpairedSlices {
    withoutImage = List.copyOf(withoutImage);
    withoutMasks = List.copyOf(withoutMasks);
    twice = List.copyOf(twice);
  }

  boolean isEmpty() {
    return withoutImage.isEmpty() && withoutMasks.isEmpty() && twice.isEmpty();
  }
}
