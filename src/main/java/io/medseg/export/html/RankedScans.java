package io.medseg.export.html;

import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scans in the order of the first metric, the worst first: the mean over the classes that have a
 * value. Scans without any are left out.
 */
final class RankedScans {
  private static final int MOST_OF_A_KIND = 3;

  private final EvaluationSummary summary;
  private final List<ScanScores> scans;

  /** A scan worth a look. */
  record Example(String kind, ScanScores scan, double score) {}

  RankedScans(EvaluationSummary summary) {
    this.summary = summary;
    this.scans = summary.metrics().isEmpty() ? List.of() : ranked(summary);
  }

  private static List<ScanScores> ranked(EvaluationSummary summary) {
    Comparator<ScanScores> rising = Comparator.comparingDouble(scan -> summary.meanOfScan(scan, 0));
    return summary.scans().stream()
        .filter(scan -> !Double.isNaN(summary.meanOfScan(scan, 0)))
        .sorted(summary.metrics().get(0).isBetterHigher() ? rising : rising.reversed())
        .toList();
  }

  /** The worst scans, some in the middle, and the best; no scan twice. */
  List<Example> examples() {
    int size = scans.size();
    int each = Math.max(1, Math.min(MOST_OF_A_KIND, size / 3));
    int middle = (size - each) / 2;
    List<Example> examples = new ArrayList<>();
    add(examples, "Worst", 0, Math.min(each, size));
    if (size >= 3) {
      add(examples, "Median", middle, middle + each);
    }
    add(examples, "Best", Math.max(Math.min(each, size), size - each), size);
    return examples;
  }

  private void add(List<Example> examples, String kind, int from, int to) {
    for (ScanScores scan : scans.subList(from, to)) {
      examples.add(new Example(kind, scan, summary.meanOfScan(scan, 0)));
    }
  }

  /** All scans, those without a value first, then the worst. */
  List<ScanScores> worstFirst() {
    Set<String> ranked = scans.stream().map(ScanScores::scanId).collect(Collectors.toSet());
    return Stream.concat(
            summary.scans().stream().filter(scan -> !ranked.contains(scan.scanId())),
            scans.stream())
        .toList();
  }
}
