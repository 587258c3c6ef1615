package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.DataLoader;
import io.medseg.loader.DataLoaders;
import io.medseg.loader.Purpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is worth knowing of a plan before its hours of work begin: from numbers of windows alone.
 *
 * @param recipe how scans are evaluated
 * @param scans those that will be
 */
record PlanNotes(EvaluationRecipe recipe, List<PlannedScan> scans) {
  /** Times that a voxel is in a window, on average, from which on a scan is named. */
  private static final double MANY = 100;

  /** Times as many windows as without parity from which on it is told. */
  private static final double FACTOR = 2;

  /** A sentence for each thing; none where all is as usual. */
  static List<String> of(EvaluationRecipe recipe, List<PlannedScan> scans) {
    PlanNotes notes = new PlanNotes(recipe, scans);
    List<String> lines = new ArrayList<>();
    notes.addBatches(lines);
    notes.addMany(lines);
    notes.addParity(lines);
    return lines;
  }

  private void addBatches(List<String> lines) {
    DataLoader loader = recipe.loader().open();
    for (PlannedScan scan : scans) {
      try {
        loader.checkElementwise(scan.header());
      } catch (InputException e) {
        lines.add(
            "Results depend on TEST_BATCH_SIZE, %d: batches are the windows of a scan in order, and no scan is cut into parts (%s)"
                .formatted(recipe.experiment().testBatchSize(), e.getMessage()));
        return;
      }
    }
  }

  private void addMany(List<String> lines) {
    List<PlannedScan> many = scans.stream().filter(scan -> density(scan) >= MANY).toList();
    many.stream()
        .max(Comparator.comparingInt(PlannedScan::elements))
        .ifPresent(
            most ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "Scan %s%s of %s is cut into %,d windows, so that each voxel goes through the model about %,.0f times: %s",
                        most.scan().scanId(),
                        many.size() > 1 ? " (and " + (many.size() - 1) + " more)" : "",
                        most.header().image(),
                        most.elements(),
                        density(most),
                        closeness())));
  }

  /** How often a voxel goes through the model, on average. */
  private static double density(PlannedScan scan) {
    return (double) scan.cost() / Math.max(1, scan.header().image().elements());
  }

  /** The setting by which windows lie close. */
  private String closeness() {
    Experiment experiment = recipe.experiment();
    return switch (experiment.grid()) {
      case "nnunet" -> "GRID_STEP is " + experiment.gridStep();
      case "monai" -> "GRID_OVERLAP is " + experiment.gridOverlap();
      default ->
          experiment.imageStride().isEmpty()
              ? "IMG_STRIDE is not given, which means 1 on every axis; half of IMG_SIZE is usual"
              : "IMG_STRIDE is " + experiment.imageStride();
    };
  }

  private void addParity(List<String> lines) {
    if (recipe.experiment().parity() == Parity.NONE) {
      return;
    }
    long with = scans.stream().mapToLong(PlannedScan::elements).sum();
    long without = windowsWithoutParity();
    if (without > 0 && with >= FACTOR * without) {
      lines.add(
          String.format(
              Locale.ROOT,
              "With --parity medsegpy the model predicts %,d windows; without it %,d: %.1f times the work",
              with,
              without,
              (double) with / without));
    }
  }

  private long windowsWithoutParity() {
    DataLoader loader = DataLoaders.create(recipe.experiment().withParity(Parity.NONE));
    Map<ScanHeader, Long> headers =
        scans.stream()
            .map(PlannedScan::header)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long windows = 0;
    for (Map.Entry<ScanHeader, Long> entry : headers.entrySet()) {
      windows += entry.getValue() * loader.scatter(entry.getKey(), Purpose.INFERENCE).size();
    }
    return windows;
  }
}
