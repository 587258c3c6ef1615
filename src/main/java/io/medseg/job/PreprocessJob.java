package io.medseg.job;

import io.medseg.spark.ScanFormat;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns datasets into training shards, or into another layout. */
@Command(
    name = "preprocess",
    description =
        "Cuts the scans of datasets into elements as the experiment's loader does for training, shuffles them and writes"
            + " them as shards with an index (docs/training.md); or writes the scans in another layout.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 fine; 1 bad arguments or configuration; 2 some scans failed; 3 a bug.",
      "",
      "Example:",
      "  jobs/preprocess.sh --config-file conf/experiments/hippocampus_unet2d.yaml \\",
      "    --datasets conf/datasets.yaml --dataset-root /data --split 0.8,0.1,0.1 \\",
      "    --output /data/shards SEED 7"
    })
final class PreprocessJob implements Callable<Integer> {
  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--dataset",
      paramLabel = "NAME[,NAME]",
      description =
          "datasets of the catalog (default: the experiment's TRAIN_DATASET; TEST_DATASET with --form testing)")
  private String dataset;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "folder for the shards, any Hadoop path; shards already there are replaced")
  private String output;

  @Mixin private ShardOptions shards;

  @Option(
      names = "--resume",
      description =
          "go on where an earlier run with the same input and settings was stopped; anything else is refused")
  private boolean resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PreprocessRequest request =
        new PreprocessRequest(
            experiment.asked(),
            dataset,
            output,
            shards.asked(),
            resume ? PreprocessRequest.Earlier.KEEP : PreprocessRequest.Earlier.REPLACE);
    try (JavaSparkContext spark = SparkContexts.start("preprocess")) {
      return run(spark, request);
    }
  }

  private int run(JavaSparkContext spark, PreprocessRequest request) {
    PrintWriter out = spec.commandLine().getOut();
    return ScanFormat.names().contains(request.shards().format())
        ? new Conversion(spark, request, out).run()
        : new Preprocess(spark, request, out).run();
  }
}
