package io.medseg.spark;

/**
 * How a run is carried out; scores do not depend on it.
 *
 * @param partitions how many tasks; 0 leaves it to {@link Balance}
 * @param split which scans are cut into several tasks
 * @param ledger where finished scans are entered
 * @param limit how many scans may fail
 * @param timeout how long a scan may take; not where a transformer predicts
 */
public record RunSettings(
    int partitions, ScanSplit split, RunLedger ledger, FailureLimit limit, ScanTimeout timeout) {
  /** Leaves nothing behind and bears any number of failures. */
  public static RunSettings of(int partitions, ScanSplit split) {
    return new RunSettings(partitions, split, RunLedger.NONE, FailureLimit.NONE, ScanTimeout.NONE);
  }
}
