package io.medseg.export;

import io.medseg.MappedList;
import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.Distribution;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanScores;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * summary.json in the format of nnU-Net v2's evaluation, so that its tools and those made for it
 * read our results. The classes are called "1" to "C" in the order of the categories, since nnU-Net
 * keys them by label value and 0 is its background. {@code prediction_file} and {@code
 * reference_file} hold the scan id: scans here are no files of their own, and readers match cases
 * by these names.
 *
 * <p>Its definitions, not MedSegPy's: Dice and IoU of a class that is in neither mask are NaN;
 * {@code mean} leaves NaN out; {@code foreground_mean} is the plain mean over the classes, so a
 * class without any value makes it NaN.
 */
public record NnunetSummary(EvaluationSummary summary) implements Report {
  private static final List<String> METRICS =
      List.of("Dice", "FN", "FP", "IoU", "TN", "TP", "n_pred", "n_ref");

  @Override
  public String fileName() {
    return "summary.json";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    Map<String, Map<String, Double>> means = new TreeMap<>();
    for (int c = 0; c < summary.categories().size(); c++) {
      means.put(label(c), meansOf(c));
    }
    JsonText.PYTHON.write(
        Map.of(
            "foreground_mean",
            plainMeans(means),
            "mean",
            means,
            "metric_per_case",
            new MappedList<>(summary.scans(), this::caseOf)),
        out);
  }

  private Map<String, Object> caseOf(ScanScores scan) {
    return Map.of(
        "metrics",
        metricsOf(scan),
        "prediction_file",
        scan.scanId(),
        "reference_file",
        scan.scanId());
  }

  private static String label(int category) {
    return String.valueOf(category + 1);
  }

  private Map<String, Map<String, Number>> metricsOf(ScanScores scan) {
    Map<String, Map<String, Number>> metrics = new TreeMap<>();
    for (int c = 0; c < scan.counts().size(); c++) {
      metrics.put(label(c), metricsOf(scan.counts().get(c), scan.voxels()));
    }
    return metrics;
  }

  private static Map<String, Number> metricsOf(ClassCounts counts, long voxels) {
    long common = counts.intersection();
    long union = counts.predicted() + counts.truth() - common;
    Map<String, Number> metrics = new TreeMap<>();
    metrics.put("Dice", 2.0 * common / (counts.predicted() + counts.truth()));
    metrics.put("IoU", common / (double) union);
    metrics.put("TP", common);
    metrics.put("FP", counts.predicted() - common);
    metrics.put("FN", counts.truth() - common);
    metrics.put("TN", voxels - union);
    metrics.put("n_pred", counts.predicted());
    metrics.put("n_ref", counts.truth());
    return metrics;
  }

  private Map<String, Double> meansOf(int category) {
    double[][] values = new double[METRICS.size()][summary.scans().size()];
    for (int i = 0; i < summary.scans().size(); i++) {
      ScanScores scan = summary.scans().get(i);
      Map<String, Number> metrics = metricsOf(scan.counts().get(category), scan.voxels());
      for (int m = 0; m < values.length; m++) {
        values[m][i] = metrics.get(METRICS.get(m)).doubleValue();
      }
    }
    Map<String, Double> means = new TreeMap<>();
    for (int m = 0; m < values.length; m++) {
      means.put(METRICS.get(m), Distribution.of(values[m]).mean());
    }
    return means;
  }

  private static Map<String, Double> plainMeans(Map<String, Map<String, Double>> means) {
    Map<String, Double> plain = new TreeMap<>();
    for (String metric : METRICS) {
      double sum = 0;
      for (Map<String, Double> ofClass : means.values()) {
        sum += ofClass.get(metric);
      }
      plain.put(metric, sum / means.size());
    }
    return plain;
  }
}
