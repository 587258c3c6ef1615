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
  private final List<Ranked> scans;

  /** A scan worth a look. */
  record Example(String kind, ScanScores scan, double score) {}

  /** A scan and its mean. */
  private record Ranked(ScanScores scan, double score) {}

  RankedScans(EvaluationSummary summary) {
    this.summary = summary;
    this.scans = summary.metrics().isEmpty() ? List.of() : ranked(summary);
  }

  private static List<Ranked> ranked(EvaluationSummary summary) {
    Comparator<Ranked> rising = Comparator.comparingDouble(Ranked::score);
    return summary.scans().stream()
        .map(scan -> new Ranked(scan, summary.meanOfScan(scan, 0)))
        .filter(ranked -> !Double.isNaN(ranked.score()))
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
    for (Ranked ranked : scans.subList(from, to)) {
      examples.add(new Example(kind, ranked.scan(), ranked.score()));
    }
  }

  /** All scans, those without a value first, then the worst. */
  List<ScanScores> worstFirst() {
    Set<String> withValue =
        scans.stream().map(ranked -> ranked.scan().scanId()).collect(Collectors.toSet());
    return Stream.concat(
            summary.scans().stream().filter(scan -> !withValue.contains(scan.scanId())),
            scans.stream().map(Ranked::scan))
        .toList();
  }
}
