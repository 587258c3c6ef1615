package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came back of the scans of a run so far, one row for each. Safe for many threads. */
final class Outcomes {
  private final Map<String, ScanScores> scores = new TreeMap<>();
  private final Map<String, ScanFailure> failures = new TreeMap<>();
  private ScanTimes times = ScanTimes.ZERO;

  Outcomes(Collection<ScanFailure> failures) {
    addFailures(failures);
  }

  synchronized void add(ScanOutcome outcome) {
    times = times.plus(outcome.times());
    if (outcome instanceof ScanOutcome.Scored scored) {
      addScores(scored.scores());
    } else if (outcome instanceof ScanOutcome.Failed failed) {
      addFailures(List.of(failed.failure()));
    } else {
      throw new IllegalStateException("A share of a scan reached the driver: " + outcome);
    }
  }

  synchronized void addScores(ScanScores ofScan) {
    scores.put(ofScan.scanId(), ofScan);
  }

  synchronized void addFailures(Collection<ScanFailure> more) {
    more.forEach(failure -> failures.putIfAbsent(failure.scanId(), failure));
  }

  /** The result of the run. */
  synchronized EvaluationResult result(
      ScanPlan plan,
      int partitions,
      int shares,
      Map<String, Long> counted,
      EvaluationResult.Ending ending,
      double seconds) {
    return new EvaluationResult(
        new ArrayList<>(scores.values()),
        new ArrayList<>(failures.values()),
        times,
        plan.elements(),
        partitions,
        shares,
        plan.finished().size(),
        counted,
        ending,
        seconds);
  }
}
