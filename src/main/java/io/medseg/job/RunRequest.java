package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.spark.FailureLimit;
import io.medseg.spark.RunLedger;
import io.medseg.spark.ScanSplit;
import io.medseg.spark.ScanTimeout;

/**
 * How a model is to be run over a dataset.
 *
 * @param output folder for the results; null where nothing is written
 * @param runId null for one made of date and time
 * @param partitions tasks of the main stage, 0 for as many as fit
 * @param split which scans are cut into several tasks
 * @param earlier what becomes of scans that an earlier run finished
 * @param limit how many scans may fail
 * @param timeout how long a scan may take
 */
record RunRequest(
    String output,
    String runId,
    int partitions,
    ScanSplit split,
    RunLedger.Earlier earlier,
    FailureLimit limit,
    ScanTimeout timeout) {
  RunRequest {
    if (runId != null && runId.isBlank()) {
      throw new InputException("Invalid --run-id: '" + runId + "': a name is expected");
    }
    if (partitions < 0) {
      throw new InputException(
          "Invalid --partitions: " + partitions + "; at least 1, or 0 for as many as fit");
    }
  }

  /** A run with the defaults of the command line. */
  static RunRequest into(String output) {
    return new RunRequest(
        output,
        null,
        0,
        ScanSplit.AUTO,
        RunLedger.Earlier.REPEAT,
        FailureLimit.NONE,
        ScanTimeout.NONE);
  }

  /** The same with another folder for the results. */
  RunRequest withOutput(String folder) {
    return new RunRequest(folder, runId, partitions, split, earlier, limit, timeout);
  }

  /** The folder for the results as messages may show it. */
  String shownOutput() {
    return Secrets.masked(output);
  }
}
