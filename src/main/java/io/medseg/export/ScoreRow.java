package io.medseg.export;

import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanScores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the long table scores.parquet: one value of one class of one scan.
 *
 * @param subjectId null if not known
 * @param metric a metric's name, or "n_pred", "n_ref" and "n_common" for the voxels in the
 *     prediction, in the truth and in both
 * @param value NaN where not defined
 * @param unit "mm", "voxel" or "" for a pure number
 */
public record ScoreRow(
    String runId,
    String dataset,
    String scanId,
    String subjectId,
    String category,
    String metric,
    double value,
    String unit) {

  /** All rows of a run, by scan, then class, then metric; those of a scan are made at a time. */
  public static Stream<ScoreRow> of(String runId, String dataset, EvaluationSummary summary) {
    return summary.scans().stream().flatMap(scan -> ofScan(runId, dataset, summary, scan).stream());
  }

  private static List<ScoreRow> ofScan(
      String runId, String dataset, EvaluationSummary summary, ScanScores scan) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int c = 0; c < summary.categories().size(); c++) {
      addClass(
          rows, summary, new ClassOfScan(runId, dataset, scan, summary.categories().get(c)), c);
    }
    return rows;
  }

  private static void addClass(
      List<ScoreRow> rows, EvaluationSummary summary, ClassOfScan key, int category) {
    ScanScores scan = key.scan();
    for (int m = 0; m < summary.metrics().size(); m++) {
      EvaluationSummary.MetricLabel metric = summary.metrics().get(m);
      rows.add(key.row(metric.name(), scan.values().get(m)[category], metric.unit()));
    }
    ClassCounts counts = scan.counts().get(category);
    rows.add(key.row("n_pred", counts.predicted(), "voxel"));
    rows.add(key.row("n_ref", counts.truth(), "voxel"));
    rows.add(key.row("n_common", counts.intersection(), "voxel"));
  }

  private record ClassOfScan(String runId, String dataset, ScanScores scan, String category) {
    ScoreRow row(String metric, double value, String unit) {
      return new ScoreRow(
          runId, dataset, scan.scanId(), scan.subjectId(), category, metric, value, unit);
    }
  }
}
