package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.djl.SavedModelRecipe;
import io.medseg.experiment.Parity;
import io.medseg.model.ModelTrust;
import io.medseg.spark.Delivery;
import io.medseg.spark.FailureLimit;
import io.medseg.spark.RunLedger;
import io.medseg.spark.ScanSplit;
import io.medseg.spark.TransformerRecipe;
import java.util.List;
import java.util.Objects;

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
 * @param transformer predicts instead of the model
 * @param scoring whether scans are compared with their truth
 * @param write what is written for each scan
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
    String tta,
    TransformerRecipe transformer,
    Delivery.Scoring scoring,
    WriteRequest write) {
  EvaluationRequest {
    overrides = List.copyOf(overrides);
    if (runId != null && runId.isBlank()) {
      throw new InputException("Invalid --run-id: '" + runId + "': a name is expected");
    }
    if (transformer != null) {
      refuseWithTransformer("--model", model, null);
      refuseWithTransformer("--signature", signature, SavedModelRecipe.DEFAULT_SIGNATURE);
      refuseWithTransformer("--tta", tta, null);
    }
    if (partitions < 0) {
      throw new InputException(
          "Invalid --partitions: " + partitions + "; at least 1, or 0 for as many as fit");
    }
  }

  private static void refuseWithTransformer(String option, String given, String byDefault) {
    if (!Objects.equals(given, byDefault)) {
      throw new InputException(
          "Invalid %s: %s; with --predictor-transformer the model is the transformer's own, told by --predictor-param"
              .formatted(option, given));
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
        null,
        null,
        Delivery.Scoring.WITH_TRUTH,
        WriteRequest.NOTHING);
  }

  /** The same for an export: files are written into a folder, nothing is scored. */
  EvaluationRequest exporting(String folder, WriteRequest files) {
    return new EvaluationRequest(
        configFile,
        overrides,
        parity,
        datasets,
        datasetRoot,
        dataset,
        model,
        signature,
        trust,
        folder,
        partitions,
        runId,
        split,
        earlier,
        limit,
        postProcessing,
        tta,
        transformer,
        Delivery.Scoring.NONE,
        files);
  }
}
