package io.medseg.evaluation;

import io.medseg.metric.Metric;
import java.util.List;

/** Scores one scan after the other. Opened where it is used, one thread. */
public interface Evaluator {
  /**
   * The scores of a scan.
   *
   * @param metrics in the order in which {@link ScanScores#values()} lists their values
   * @throws io.medseg.InputException if labels and truth do not fit; the message names the scan
   */
  ScanScores score(EvaluatedScan scan, List<Metric> metrics);
}
