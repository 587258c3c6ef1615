package io.medseg.export;

import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.evaluation.ScanScores;
import java.util.List;

/** A small run for tests: two metrics, two classes, three scans given out of order. */
final class Scores {
  static final ScanScores SCAN_A =
      scan(
          "a",
          List.of(new double[] {1, 0}, new double[] {0.25, Double.NaN}),
          List.of(new ClassCounts(10, 10, 10), new ClassCounts(0, 5, 0)));
  static final ScanScores SCAN_B =
      scan(
          "b",
          List.of(new double[] {0.5, 1}, new double[] {0.75, Double.NaN}),
          List.of(new ClassCounts(8, 4, 3), new ClassCounts(0, 0, 0)));
  static final ScanScores SCAN_C =
      scan(
          "c",
          List.of(new double[] {0, 0}, new double[] {Double.NaN, Double.NaN}),
          List.of(new ClassCounts(0, 6, 0), new ClassCounts(7, 0, 0)));

  private Scores() {}

  static ScanScores scan(String id, List<double[]> values, List<ClassCounts> counts) {
    return new ScanScores(id, "subject " + id, values, counts, 100, 0, 1.5);
  }

  static EvaluationSummary summary() {
    return new EvaluationSummary(
        List.of(new MetricLabel("DSC", ""), new MetricLabel("ASSD", "mm")),
        List.of("cartilage", "meniscus"),
        List.of(SCAN_C, SCAN_A, SCAN_B));
  }
}
