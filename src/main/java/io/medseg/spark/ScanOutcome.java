package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import java.io.Serializable;

/** What comes back of a scan: a small row, either way. */
public sealed interface ScanOutcome extends Serializable {
  /** Where its time went; none of a scan that failed. */
  ScanTimes times();

  /** It was evaluated. */
  record Scored(ScanScores scores, ScanTimes times) implements ScanOutcome {}

  /** It was not. */
  record Failed(ScanFailure failure) implements ScanOutcome {
    @Override
    public ScanTimes times() {
      return ScanTimes.ZERO;
    }
  }

  /** A share of it was predicted; goes to the task that joins them, not to the driver. */
  record Predicted(PartialScan part) implements ScanOutcome {
    @Override
    public ScanTimes times() {
      return part.times();
    }
  }
}
