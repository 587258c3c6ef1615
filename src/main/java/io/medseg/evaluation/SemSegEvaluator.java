package io.medseg.evaluation;

import io.medseg.InputException;
import io.medseg.metric.ClassComparison;
import io.medseg.metric.MaskComparison;
import io.medseg.metric.Metric;
import io.medseg.volume.MaskVolume;
import java.util.ArrayList;
import java.util.List;

/**
 * Semantic segmentation: every metric for every class by itself, as MedSegPy's evaluator of this
 * name. A class that is empty in the prediction or the truth does not end the evaluation: what
 * cannot be computed is NaN, and the counts tell why.
 */
public final class SemSegEvaluator implements Evaluator {
  @Override
  public ScanScores score(EvaluatedScan scan, List<Metric> metrics) {
    requireSameClasses(scan);
    int classes = scan.truth().classes();
    List<double[]> values = new ArrayList<>();
    metrics.forEach(metric -> values.add(new double[classes]));
    List<ClassCounts> counts = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      // One comparison serves all metrics of the class, so that surfaces are searched once.
      ClassComparison comparison =
          new MaskComparison(scan.labels(), scan.truth(), c, scan.spacing());
      for (int m = 0; m < metrics.size(); m++) {
        values.get(m)[c] = metrics.get(m).value(comparison);
      }
      counts.add(
          new ClassCounts(comparison.predicted(), comparison.truth(), comparison.intersection()));
    }
    return new ScanScores(
        scan.scanId(),
        scan.subjectId(),
        values,
        counts,
        scan.truth().shape().elements(),
        scan.uncovered(),
        scan.seconds());
  }

  private static void requireSameClasses(EvaluatedScan scan) {
    MaskVolume labels = scan.labels();
    MaskVolume truth = scan.truth();
    if (!labels.shape().equals(truth.shape()) || labels.classes() != truth.classes()) {
      throw new InputException(
          "Cannot score scan "
              + scan.scanId()
              + ": the prediction is "
              + labels.shape()
              + " with "
              + labels.classes()
              + " classes, the truth "
              + truth.shape()
              + " with "
              + truth.classes());
    }
  }
}
