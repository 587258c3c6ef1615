package io.medseg.loader;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import java.util.List;
import java.util.Map;

/**
 * Where results are meant to differ from the reference's, each by a row of the table "Where we
 * decide differently" (numbers are those of REFERENCE_BEHAVIOUR.md). Decided from configuration and
 * shapes, never by the name of a variant.
 *
 * <ul>
 *   <li>(6) collated channels are or-ed: a recorded 2 counts as 1. Always.
 *   <li>(11) slices are in the order of slice_id, whatever the order of the dataset dicts. Always.
 *   <li>(17) augmented copies are scans of their own; recorded, they lie behind each other in one
 *       volume. Always.
 *   <li>(23) an image smaller than the patch has one patch, evenly padded: {@link #isSmall}. Of an
 *       inference the masks are compared, and every voxel must have a prediction. Without parity.
 *   <li>(25, 29) an inference blends overlapping patches and covers every voxel: {@link
 *       #comparable}. Without parity.
 *   <li>(27) N5d puts predictions to the middle slice: `intended/` is compared where it has
 *       predictions. Without parity.
 *   <li>(24) inference with padding raises in the reference; `intended/` is compared. Always.
 * </ul>
 */
public final class GoldenDifferences {
  private static final List<String> PATCHES = List.of("PatchDataLoader", "N5dDataLoader");

  private GoldenDifferences() {}

  /**
   * (23): some axis is shorter than the patch, with the padding that is given. Loaders of slices
   * pad the ends of a scan as the reference does.
   */
  public static boolean isSmall(GoldenVariant variant, Shape image) {
    if (!PATCHES.contains(variant.loader())) {
      return false;
    }
    for (int axis = 0; axis < image.rank(); axis++) {
      int size = setting(variant, "IMG_SIZE", axis, 1);
      int pad = setting(variant, "IMG_PAD_SIZE", axis, 0);
      if (size > 0 && image.get(axis) + 2 * pad < size) {
        return true;
      }
    }
    return false;
  }

  /**
   * Settings with which an inference can be compared with the recorded one: (25, 29) where patches
   * overlap or leave voxels out, without parity those of the reference.
   */
  static Map<String, Object> comparable(GoldenVariant variant, Shape image, Parity parity) {
    if (parity == Parity.MEDSEGPY || !PATCHES.contains(variant.loader())) {
      return Map.of();
    }
    // (27): N5d has its own windows on the last axis.
    int axes = variant.loader().equals("N5dDataLoader") ? 2 : image.rank();
    for (int axis = 0; axis < axes; axis++) {
      int size = setting(variant, "IMG_SIZE", axis, 1);
      int pad = setting(variant, "IMG_PAD_SIZE", axis, 0);
      int stride = setting(variant, "IMG_STRIDE", axis, 1);
      int room = image.get(axis) + 2 * pad - size;
      if (size > 0 && room > 0 && (stride != size || room % stride != 0)) {
        return Map.of("GRID", "medsegpy", "BLENDING", "last");
      }
    }
    return Map.of();
  }

  /** An entry of a setting, -1 for None. */
  private static int setting(GoldenVariant variant, String key, int axis, int otherwise) {
    JsonNode entry = variant.config().path(key).path(axis);
    return entry.isMissingNode() ? otherwise : entry.asInt(-1);
  }
}
