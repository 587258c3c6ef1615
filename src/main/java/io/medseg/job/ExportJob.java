package io.medseg.job;

import io.medseg.spark.Delivery;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the segmentations of a dataset. */
@Command(
    name = "export",
    description =
        "Predicts a dataset and writes its segmentations to --output; scans need no truth.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 fine; 1 bad arguments or configuration; 2 some scans failed; 3 a bug.",
      "",
      "Example:",
      "  jobs/export.sh --config-file conf/experiments/hippocampus_unet2d.yaml \\",
      "    --datasets conf/datasets.yaml --dataset-root /data \\",
      "    --output /results/segmentations --write nifti,png"
    })
final class ExportJob implements Callable<Integer> {
  private static final String FORMATS = "pred";

  @Mixin private ModelRunOptions options;

  @Mixin private WriteOptions write;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "folder for the files, any Hadoop path (default of --write: " + FORMATS + ")")
  private String output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    EvaluationRequest request =
        options.request(output, Delivery.Scoring.NONE, write.request(FORMATS));
    try (JavaSparkContext spark = SparkContexts.start("export")) {
      return new Export(spark, request, spec.commandLine().getOut()).run();
    }
  }
}
