package io.medseg.loader;

import io.medseg.InputException;
import java.util.List;

/** The n of n.5D loaders: the last of IMG_SIZE, the slices that are the channels of a 2D model. */
final class OddSlices {
  private OddSlices() {}

  /**
   * The number of slices.
   *
   * @throws InputException unless IMG_SIZE is (H, W, n) with n odd
   */
  static int of(String loader, List<Integer> imageSize) {
    if (imageSize.size() != 3) {
      throw new InputException(
          "Invalid IMG_SIZE: %s: %s takes three sizes, (H, W, n)"
              .formatted(WindowSettings.show(imageSize), loader));
    }
    Integer slices = imageSize.get(2);
    if (slices == null || slices % 2 == 0) {
      throw new InputException(
          "Invalid IMG_SIZE: %s: the last, the number of slices that %s takes, must be odd"
              .formatted(WindowSettings.show(imageSize), loader));
    }
    return slices;
  }
}
