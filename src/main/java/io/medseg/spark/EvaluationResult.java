package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import java.util.List;

/**
 * What a run found.
 *
 * @param scores in ascending order of scan id, whatever order they came in
 * @param failures in ascending order of scan id
 * @param times of all scans together
 * @param elements number of elements that were scattered
 * @param partitions tasks of the main stage
 * @param shares the scans and the parts into which some of them were cut
 * @param seconds from the first look at a file to the last row
 */
public record EvaluationResult(
    List<ScanScores> scores,
    List<ScanFailure> failures,
    ScanTimes times,
    long elements,
    int partitions,
    int shares,
    double seconds) {
  /** Copies the lists. */
  public EvaluationResult {
    scores = List.copyOf(scores);
    failures = List.copyOf(failures);
  }
}
