package io.medseg.dataset;

import io.medseg.volume.Affine;
import io.medseg.volume.Orientation;
import io.medseg.volume.Spacing;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A named set of scans, as the catalog file describes it. A value that travels.
 *
 * @param name how experiments refer to it
 * @param root folder that holds it (or file, layouts single-file and skm-tea), any Hadoop path
 * @param layout name of a {@link Layout}
 * @param categories its classes, in the order of their contiguous ids
 * @param spacing mm between voxels, null where the dataset states none
 * @param evaluator name of the evaluator
 * @param scanOverrides {@code scan_*} values by scan id; {@code scan_X} overrides the dataset's
 *     {@code X}
 * @param augmentations which of its augmented copies are scans
 * @param layoutKeys what the catalog says for its layout alone, by key
 * @param orientation where its axes point in the patient, null where the dataset states nothing
 * @param affine of voxels to mm in the patient, null where the dataset states none; not both
 * @param maskRule what its mask channels may hold
 */
public record Dataset(
    String name,
    String root,
    String layout,
    List<Category> categories,
    Spacing spacing,
    String evaluator,
    Map<String, Map<String, Object>> scanOverrides,
    Augmentations augmentations,
    Map<String, String> layoutKeys,
    Orientation orientation,
    Affine affine,
    MaskRule maskRule)
    implements Serializable {
  /** Copies the collections. */
  public Dataset {
    categories = List.copyOf(categories);
    scanOverrides = Map.copyOf(scanOverrides);
    layoutKeys = Map.copyOf(layoutKeys);
  }

  /** A dataset whose mask channels hold 0 and one other value. */
  public Dataset(
      String name,
      String root,
      String layout,
      List<Category> categories,
      Spacing spacing,
      String evaluator,
      Map<String, Map<String, Object>> scanOverrides,
      Augmentations augmentations,
      Map<String, String> layoutKeys,
      Orientation orientation,
      Affine affine) {
    this(
        name,
        root,
        layout,
        categories,
        spacing,
        evaluator,
        scanOverrides,
        augmentations,
        layoutKeys,
        orientation,
        affine,
        MaskRule.BINARY);
  }

  /** A dataset that does not say how it lies in the patient. */
  public Dataset(
      String name,
      String root,
      String layout,
      List<Category> categories,
      Spacing spacing,
      String evaluator,
      Map<String, Map<String, Object>> scanOverrides,
      Augmentations augmentations,
      Map<String, String> layoutKeys) {
    this(
        name,
        root,
        layout,
        categories,
        spacing,
        evaluator,
        scanOverrides,
        augmentations,
        layoutKeys,
        null,
        null);
  }

  /** A dataset whose layout has no keys of its own. */
  public Dataset(
      String name,
      String root,
      String layout,
      List<Category> categories,
      Spacing spacing,
      String evaluator,
      Map<String, Map<String, Object>> scanOverrides,
      Augmentations augmentations) {
    this(
        name, root, layout, categories, spacing, evaluator, scanOverrides, augmentations, Map.of());
  }

  /** A dataset of originals only. */
  public Dataset(
      String name,
      String root,
      String layout,
      List<Category> categories,
      Spacing spacing,
      String evaluator,
      Map<String, Map<String, Object>> scanOverrides) {
    this(name, root, layout, categories, spacing, evaluator, scanOverrides, Augmentations.ORIGINAL);
  }
}
