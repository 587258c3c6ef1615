package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.djl.SavedModelRecipe;
import io.medseg.experiment.Parity;
import io.medseg.model.ModelTrust;
import io.medseg.spark.FailureLimit;
import io.medseg.spark.RunLedger;
import io.medseg.spark.ScanSplit;
import java.util.List;

/**
 * What an evaluation was asked for; null where the configuration decides.
 *
 * @param overrides experiment settings, KEY VALUE KEY VALUE
 * @param trust whether the model's graph is looked over before it is loaded
 * @param partitions tasks of the main stage, 0 for as many as fit
 * @param split which scans are cut into several tasks
 * @param earlier what becomes of scans that an earlier run finished
 * @param limit how many scans may fail
 * @param postProcessing steps as {@link io.medseg.postprocess.PostProcesses} reads them
 * @param tta flips as {@link io.medseg.model.Flips} reads them
 */
record EvaluationRequest(
    String configFile,
    List<String> overrides,
    Parity parity,
    String datasets,
    String datasetRoot,
    String dataset,
    String model,
    String signature,
    ModelTrust trust,
    String output,
    int partitions,
    String runId,
    ScanSplit split,
    RunLedger.Earlier earlier,
    FailureLimit limit,
    String postProcessing,
    String tta) {
  EvaluationRequest {
    overrides = List.copyOf(overrides);
    if (runId != null && runId.isBlank()) {
      throw new InputException("Invalid --run-id: '" + runId + "': a name is expected");
    }
    if (partitions < 0) {
      throw new InputException(
          "Invalid --partitions: " + partitions + "; at least 1, or 0 for as many as fit");
    }
  }

  /** The folder for the results as messages may show it. */
  String shownOutput() {
    return Secrets.masked(output);
  }

  /** The plain request: everything else is left to the configuration. */
  static EvaluationRequest of(
      String configFile, String datasets, String datasetRoot, String output) {
    return new EvaluationRequest(
        configFile,
        List.of(),
        Parity.NONE,
        datasets,
        datasetRoot,
        null,
        null,
        SavedModelRecipe.DEFAULT_SIGNATURE,
        ModelTrust.CHECKED,
        output,
        0,
        null,
        ScanSplit.AUTO,
        RunLedger.Earlier.REPEAT,
        FailureLimit.NONE,
        null,
        null);
  }
}
