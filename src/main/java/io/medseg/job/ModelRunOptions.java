package io.medseg.job;

import io.medseg.InputException;
import io.medseg.model.ModelTrust;
import io.medseg.spark.Delivery;
import io.medseg.spark.FailureLimit;
import io.medseg.spark.RunLedger;
import io.medseg.spark.ScanSplit;
import io.medseg.spark.ScanTimeout;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every job that runs a model over a dataset. */
final class ModelRunOptions {
  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "dataset of the catalog (default: the experiment's TEST_DATASET)")
  private String dataset;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "SavedModel directory, any Hadoop path (default: the experiment's TEST_WEIGHT_PATH, relative to its file)")
  private String model;

  @Option(
      names = "--signature",
      paramLabel = "NAME",
      defaultValue = "serving_default",
      description = "signature of the model, NAME or NAME:OUTPUT (default: ${DEFAULT-VALUE})")
  private String signature;

  @Mixin private PredictorOptions predictor;

  @Option(
      names = "--trust-model",
      description =
          "load the model even if its graph holds operations that read or write files, run foreign code or talk to other hosts; without it such a model is refused")
  private boolean trusted;

  @Option(
      names = "--postprocess",
      paramLabel = "STEPS",
      description =
          "what changes the labels before they are scored, one step after the other: keep-largest[=CLASS,...], "
              + "fill-holes[=CLASS,...], min-size=VOXELS[,CLASS,...], separated by commas; CLASS is a name, an "
              + "abbreviation or a number from 1 (default: all classes); connectivity 6, 18 or 26 behind a step's "
              + "name, as in keep-largest:6 (default: 26; 6 for fill-holes, where it joins the background)")
  private String postProcessing;

  @Option(
      names = "--tta",
      paramLabel = "flips=AXES",
      description =
          "test-time augmentation: mirror every batch along all combinations of these axes, as in flips=H,W, and "
              + "average what the model gives for them; D needs a 3D model")
  private String tta;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "tasks of the main stage (default: several per task slot); results do not depend on it")
  private int partitions;

  @Option(
      names = "--split-scans",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "auto: a scan with more work than its fair share runs as several tasks; never; or a number of parts for every scan (default: ${DEFAULT-VALUE}); a scan is left whole where a transform looks across the batch; results do not depend on it")
  private String splitScans;

  @Option(
      names = "--resume",
      description =
          "keep what an earlier run left in --output: scans in its ledger are not repeated, where their files, model and configuration are the same")
  private boolean resume;

  @Option(
      names = "--max-failures",
      paramLabel = "N|P%",
      description =
          "give up when more scans fail, a number or a percentage of all (default: never); finished scans stay in the ledger for --resume")
  private String maxFailures;

  @Option(
      names = "--scan-timeout",
      paramLabel = "TIME",
      description =
          "a scan at which a task is for longer fails, as in 30s, 10m or 2h, and the others go on (default: never); with --model only")
  private String scanTimeout;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "name of the run in its results (default: made of date and time)")
  private String runId;

  /**
   * What is asked for.
   *
   * @param output folder for the results; null where nothing is written
   * @param scoring whether scans are compared with their truth
   * @param write what is written for each scan
   */
  EvaluationRequest request(String output, Delivery.Scoring scoring, WriteRequest write) {
    return new EvaluationRequest(
        experiment.asked(),
        dataset,
        new PredictorRequest(
            model,
            signature,
            trusted ? ModelTrust.TRUSTED : ModelTrust.CHECKED,
            tta,
            predictor.recipe()),
        postProcessing,
        scoring,
        write,
        run(output));
  }

  private RunRequest run(String output) {
    return new RunRequest(
        output,
        runId,
        partitions,
        ScanSplit.named(splitScans),
        resume ? RunLedger.Earlier.KEEP : RunLedger.Earlier.REPEAT,
        FailureLimit.parse(maxFailures),
        timeout());
  }

  private ScanTimeout timeout() {
    if (scanTimeout != null && predictor.recipe() != null) {
      throw new InputException(
          "Invalid --scan-timeout: "
              + scanTimeout
              + "; it needs a --model: a transformer predicts elements of several scans at once, so that no scan has a time of its own");
    }
    return ScanTimeout.parse(scanTimeout);
  }
}
