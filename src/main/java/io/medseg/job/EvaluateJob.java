package io.medseg.job;

import io.medseg.spark.Delivery;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Scores a model on a dataset: scores per scan and class, summary, failures, manifest. */
@Command(
    name = "evaluate",
    description = "Scores a model on a dataset and writes the results to --output.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 fine; 1 bad arguments or configuration; 2 some scans failed; 3 a bug.",
      "",
      "Example:",
      "  jobs/evaluate.sh --config-file conf/experiments/hippocampus_unet2d.yaml \\",
      "    --datasets conf/datasets.yaml --dataset-root /data \\",
      "    --output /results/tonight TEST_BATCH_SIZE 8"
    })
final class EvaluateJob implements Callable<Integer> {
  @Mixin private ModelRunOptions options;

  @Mixin private WriteOptions write;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "folder for the results, any Hadoop path; results already there are replaced (required unless --plan)")
  private String output;

  @Option(
      names = "--plan",
      description =
          "only print, for every scan, its windows, the memory it is expected to take and whether it fits; runs and writes nothing")
  private boolean plan;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (output == null && !plan) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--output=DIR'");
    }
    EvaluationRequest request =
        options.request(output, Delivery.Scoring.WITH_TRUTH, write.request(null));
    PrintWriter out = spec.commandLine().getOut();
    try (JavaSparkContext spark = SparkContexts.start("evaluate")) {
      return plan
          ? new Planning(spark, request).run(out)
          : new Evaluation(spark, request, out).run();
    }
  }
}
