package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.ledger.WrittenFile;
import java.io.Serializable;
import java.util.List;

/** What comes back of a scan: a small row, either way. */
public sealed interface ScanOutcome extends Serializable {
  /** Where its time went; none of a scan that failed. */
  ScanTimes times();

  /** It is finished: scored if that is wanted, and its files written. */
  record Scored(ScanScores scores, ScanTimes times, List<WrittenFile> files)
      implements ScanOutcome {
    /** Copies the list. */
    public Scored {
      files = List.copyOf(files);
    }
  }

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
