package io.medseg.job;

import io.medseg.evaluation.PredictionRange;
import io.medseg.evaluation.ScanScores;
import io.medseg.export.PythonFloat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What should be known of scans before their scores are trusted, since no score tells it.
 *
 * @param scores of the scans of a run
 */
record ScanWarnings(List<ScanScores> scores) {
  /** Scans that a warning names at most. */
  private static final int NAMED = 5;

  /** All that there is to say, a sentence each. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    oddInputs(texts);
    outside(texts);
    sums(texts);
    return texts;
  }

  /** Elements that gave the model NaN or infinity. */
  long oddElements() {
    return scores.stream().mapToLong(ScanScores::oddInputs).sum();
  }

  private void oddInputs(List<String> texts) {
    List<ScanScores> odd = of(scan -> scan.oddInputs() > 0);
    if (!odd.isEmpty()) {
      texts.add(
          "%s elements of %s gave the model NaN or infinity: do not trust what it makes of them; jobs/inspect.sh tells whether the files hold such voxels"
              .formatted(oddElements(), named(odd)));
    }
  }

  private void outside(List<String> texts) {
    List<ScanScores> outside = of(scan -> scan.predictions().isOutside());
    if (!outside.isEmpty()) {
      texts.add(
          "Predictions of %s are no probabilities, they lie outside [0, 1] (from %s to %s), as logits do: labels are decided as if they were, above 0.5 or by the greatest, whichever LOSS names; let the model end in the activation that LOSS names"
              .formatted(
                  named(outside),
                  least(outside, PredictionRange::lowest),
                  greatest(outside, PredictionRange::highest)));
    }
  }

  private void sums(List<String> texts) {
    List<ScanScores> off =
        of(scan -> scan.predictions().isNoDistribution() && !scan.predictions().isOutside());
    if (!off.isEmpty()) {
      texts.add(
          "Predictions of %s do not sum to 1 over the classes (from %s to %s), though LOSS names softmax, with which every voxel gets the class of its greatest value: for a model that ends in sigmoid LOSS must name sigmoid; if its first class is the background, INCLUDE_BACKGROUND must be True"
              .formatted(
                  named(off),
                  least(off, PredictionRange::lowestSum),
                  greatest(off, PredictionRange::highestSum)));
    }
  }

  private List<ScanScores> of(Predicate<ScanScores> which) {
    return scores.stream().filter(which).toList();
  }

  /** As in "2 scans (0000002_V00, 0000003_V00)". */
  private static String named(List<ScanScores> scans) {
    String ids =
        scans.stream().limit(NAMED).map(ScanScores::scanId).collect(Collectors.joining(", "));
    return "%s scans (%s%s)".formatted(scans.size(), ids, scans.size() > NAMED ? ", ..." : "");
  }

  private static String least(List<ScanScores> scans, ToDoubleFunction<PredictionRange> of) {
    return PythonFloat.general(
        scans.stream().map(ScanScores::predictions).mapToDouble(of).min().orElseThrow());
  }

  private static String greatest(List<ScanScores> scans, ToDoubleFunction<PredictionRange> of) {
    return PythonFloat.general(
        scans.stream().map(ScanScores::predictions).mapToDouble(of).max().orElseThrow());
  }
}
