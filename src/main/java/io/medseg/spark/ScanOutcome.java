package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import java.io.Serializable;

/** What comes back of a scan: a small row, either way. */
public sealed interface ScanOutcome extends Serializable {
  /** It was evaluated. */
  record Scored(ScanScores scores, ScanTimes times) implements ScanOutcome {}

  /** It was not. */
  record Failed(ScanFailure failure) implements ScanOutcome {}
}
