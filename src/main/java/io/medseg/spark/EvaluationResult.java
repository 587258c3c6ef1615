package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param scores in ascending order of scan id, whatever order they came in
 * @param failures in ascending order of scan id
 * @param times of all scans together
 * @param elements number of elements that were scattered
 * @param partitions tasks of the main stage
 * @param shares the scans and the parts into which some of them were cut
 * @param resumed scans that an earlier run had evaluated
 * @param counted what the tasks counted, by name
 * @param ending whether the run came to its end
 * @param seconds from the first look at a file to the last row
 */
public record EvaluationResult(
    List<ScanScores> scores,
    List<ScanFailure> failures,
    ScanTimes times,
    long elements,
    int partitions,
    int shares,
    int resumed,
    Map<String, Long> counted,
    Ending ending,
    double seconds) {
  /** How a run ended. */
  public enum Ending {
    /** Every scan has a result or failed. */
    COMPLETE,
    /** More scans failed than may; others have neither result nor failure. */
    GAVE_UP
  }

  /** Copies the lists. */
  public EvaluationResult {
    scores = List.copyOf(scores);
    failures = List.copyOf(failures);
    counted = Map.copyOf(counted);
  }
}
