package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.util.List;

/** Windows of whole slices, one around every slice of a volume. */
final class SliceGrid {
  private SliceGrid() {}

  /**
   * One window per slice, padded at both ends of the scan.
   *
   * @param axis how messages call the image
   * @param image lengths as the loader sees them, the slice axis last
   * @param imageSize IMG_SIZE, whose first two entries are those of a slice
   * @param slices length of a window along the slice axis, odd
   * @throws InputException if the slices are of another size than IMG_SIZE says
   */
  static PatchGrid of(SliceAxis axis, Shape image, List<Integer> imageSize, int slices) {
    if (isOther(image.get(0), imageSize.get(0)) || isOther(image.get(1), imageSize.get(1))) {
      throw new InputException(
          "Cannot scatter a scan of %s: its slices are %dx%d but IMG_SIZE says %sx%s; "
                  .formatted(
                      axis.show(image),
                      image.get(0),
                      image.get(1),
                      imageSize.get(0),
                      imageSize.get(1))
              + "PatchDataLoader pads and cuts slices to a size");
    }
    return new PatchGrid(
        List.of(
            AxisGrid.whole(image.get(0)),
            AxisGrid.whole(image.get(1)),
            AxisGrid.centred(image.get(2), slices)));
  }

  private static boolean isOther(int length, Integer expected) {
    return expected != null && expected != length;
  }
}
