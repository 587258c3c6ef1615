package io.medseg.job;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.spark.EvaluationRecipe;
import io.medseg.volume.Affine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What should be known of NIfTI files before they are opened beside their images: where they lie in
 * the patient is not stated, or not as every viewer reads it.
 */
record PlaceWarnings(EvaluationRecipe recipe, List<Scan> scans) {
  /** Scans that a warning names at most. */
  private static final int NAMED = 5;

  /** A sentence for each kind; none where no NIfTI files are written. */
  List<String> texts() {
    String formats = recipe.delivery().formats();
    if (formats == null || Arrays.stream(formats.split(",")).noneMatch(this::isNifti)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    tell(
        texts,
        affine -> affine.isEmpty(),
        "state no orientation: viewers will not lay their NIfTI files over the images; give the dataset its orientation or affine in the catalog");
    tell(
        texts,
        affine -> affine.isPresent() && affine.get().isSheared(),
        "have axes in their affine that do not stand at right angles: viewers that read rotations alone (ITK-SNAP, 3D Slicer) take the nearest one, and lay their NIfTI files elsewhere than those that read the affine");
    return texts;
  }

  private boolean isNifti(String format) {
    return format.strip().equals("nifti");
  }

  private void tell(List<String> texts, Predicate<Optional<Affine>> which, String what) {
    List<String> found =
        scans.stream().filter(scan -> isPlaced(scan, which)).map(Scan::scanId).toList();
    if (!found.isEmpty()) {
      String more = found.size() > NAMED ? ", ..." : "";
      String named = found.stream().limit(NAMED).collect(Collectors.joining(", "));
      texts.add("%s scans (%s%s) %s".formatted(found.size(), named, more, what));
    }
  }

  private boolean isPlaced(Scan scan, Predicate<Optional<Affine>> which) {
    try {
      return which.test(Optional.ofNullable(scan.affine(recipe.dataset())));
    } catch (InputException e) {
      // This scan failed, which says why.
      return false;
    }
  }
}
