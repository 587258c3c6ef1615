package io.medseg.job;

import io.medseg.InputException;
import io.medseg.experiment.Parity;
import java.util.List;

/**
 * What an evaluation was asked for; null where the configuration decides.
 *
 * @param overrides experiment settings, KEY VALUE KEY VALUE
 * @param partitions tasks of the main stage, 0 for as many as fit
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
    String output,
    int partitions,
    String runId,
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
}
