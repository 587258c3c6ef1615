package io.medseg.job;

import io.medseg.experiment.Experiment;
import io.medseg.model.Flips;
import io.medseg.postprocess.PostProcessing;
import io.medseg.spark.EvaluationRecipe;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.EvaluationRun;
import io.medseg.spark.RunSettings;
import io.medseg.spark.ScanSplit;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What benchmarks share: Spark, phantom scans, and how an evaluation of them is run.
 *
 * @param out takes the results
 */
record BenchContext(JavaSparkContext spark, BenchData phantoms, PrintWriter out) {
  private static final Logger LOG = LoggerFactory.getLogger(BenchContext.class);

  /** The benchmark's experiment over the scans of a dataset root. */
  ResolvedEvaluation resolve(Path root) {
    return new EvaluationResolver(spark, request(root)).resolve();
  }

  /** The same as an export into a folder. */
  ResolvedEvaluation resolve(Path root, Path output, WriteRequest files) {
    return new EvaluationResolver(spark, request(root).exporting(output.toString(), files))
        .resolve();
  }

  private static EvaluationRequest request(Path root) {
    return EvaluationRequest.of(
        Installation.path("conf/experiments/bench_unet2d.yaml"),
        Installation.path("conf/datasets.yaml"),
        root.toString(),
        "");
  }

  /** The benchmark's experiment with other settings and a simulated model. */
  ResolvedEvaluation simulated(Path root, SimulatedModel model, Map<String, Object> settings) {
    return simulated(resolve(root), model, settings);
  }

  /** What was resolved, with other settings and a simulated model. */
  ResolvedEvaluation simulated(
      ResolvedEvaluation resolved, SimulatedModel model, Map<String, Object> settings) {
    Experiment experiment = resolved.recipe().experiment();
    Map<String, Object> values = new TreeMap<>(experiment.values());
    values.putAll(settings);
    EvaluationRecipe recipe =
        new EvaluationRecipe(
            Experiment.of(values, experiment.parity()),
            resolved.recipe().dataset(),
            model,
            "simulated",
            Flips.NONE,
            PostProcessing.NONE,
            resolved.recipe().delivery());
    return new ResolvedEvaluation(
        recipe, resolved.categories(), resolved.metrics(), resolved.scans(), resolved.warnings());
  }

  /** Runs an evaluation without writing anything but what is written for each scan. */
  EvaluationResult run(ResolvedEvaluation resolved, ScanSplit split) {
    return new EvaluationRun(spark, resolved.recipe(), RunSettings.of(0, split), LOG::info)
        .run(resolved.scans());
  }
}
