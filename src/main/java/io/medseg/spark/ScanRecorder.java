package io.medseg.spark;

import io.medseg.evaluation.Stage;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** What a task does with a scan that came to its end: enters it into the ledger, counts it. */
record ScanRecorder(RunLedger ledger, RunMetrics metrics) implements Serializable {
  /** The outcome, or the failure to enter it. A share of a scan passes. */
  ScanOutcome record(PlannedScan scan, ScanOutcome outcome, Configuration hadoop) {
    ScanOutcome recorded = outcome;
    if (outcome instanceof ScanOutcome.Scored scored) {
      try {
        ledger.enter(scan.scan(), scan.elements(), scored, hadoop);
      } catch (RuntimeException e) {
        recorded = Failures.outcome(scan.scan(), Stage.WRITE, e);
      }
    }
    metrics.count(recorded);
    return recorded;
  }
}
