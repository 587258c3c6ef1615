package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.ledger.Ledger;
import io.medseg.ledger.LedgerEntry;
import io.medseg.ledger.RunKey;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where finished scans are entered, and whether those entered earlier count: a value that travels.
 *
 * @param run folder of the run's results; null: nothing is entered
 * @param key what results depend on beside their scans
 * @param earlier whether entries of an earlier run count
 */
public record RunLedger(String run, RunKey key, Earlier earlier) implements Serializable {
  /** What becomes of scans that an earlier run finished. */
  public enum Earlier {
    /** They are done again. */
    REPEAT,
    /** Their entries are taken, where they still hold. */
    KEEP
  }

  /** For runs that leave nothing behind. */
  public static final RunLedger NONE = new RunLedger(null, null, Earlier.REPEAT);

  /** The entry of a scan that need not be done again. */
  Optional<LedgerEntry> finished(Scan scan, Configuration hadoop) {
    return earlier == Earlier.KEEP && run != null
        ? open(hadoop).find(scan.scanId(), scan.fingerprint(), key)
        : Optional.empty();
  }

  /**
   * Enters a finished scan.
   *
   * @param elements number of its elements
   * @throws io.medseg.InputException if that is not possible
   */
  void enter(Scan scan, int elements, ScanOutcome.Scored done, Configuration hadoop) {
    if (run != null) {
      open(hadoop)
          .write(
              new LedgerEntry(
                  scan.scanId(), scan.fingerprint(), key, elements, done.scores(), done.files()));
    }
  }

  private Ledger open(Configuration hadoop) {
    return new Ledger(new Path(run), hadoop);
  }
}
