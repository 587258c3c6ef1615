package io.medseg.job;

import io.medseg.spark.Delivery;

/**
 * What an evaluation or export was asked for; null where the configuration decides.
 *
 * @param dataset its name; null for the experiment's TEST_DATASET
 * @param postProcessing steps as {@link io.medseg.postprocess.PostProcesses} reads them
 * @param scoring whether scans are compared with their truth
 * @param write what is written for each scan
 */
record EvaluationRequest(
    ExperimentRequest experiment,
    String dataset,
    PredictorRequest predictor,
    String postProcessing,
    Delivery.Scoring scoring,
    WriteRequest write,
    RunRequest run) {
  /** The plain request: everything else is left to the configuration. */
  static EvaluationRequest of(
      String configFile, String datasets, String datasetRoot, String output) {
    return new EvaluationRequest(
        ExperimentRequest.of(configFile, datasets, datasetRoot),
        null,
        PredictorRequest.CONFIGURED,
        null,
        Delivery.Scoring.WITH_TRUTH,
        WriteRequest.NOTHING,
        RunRequest.into(output));
  }

  /** The same for an export: files are written into a folder, nothing is scored. */
  EvaluationRequest exporting(String folder, WriteRequest files) {
    return new EvaluationRequest(
        experiment,
        dataset,
        predictor,
        postProcessing,
        Delivery.Scoring.NONE,
        files,
        run.withOutput(folder));
  }

  /** The folder for the results as messages may show it. */
  String shownOutput() {
    return run.shownOutput();
  }
}
