package io.medseg.job;

import io.medseg.Secrets;
import io.medseg.experiment.Parity;
import io.medseg.inspection.Inspection;
import io.medseg.inspection.InspectionJson;
import io.medseg.inspection.InspectionText;
import io.medseg.inspection.ScansCsv;
import io.medseg.inspection.Severity;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.WrittenFiles;
import io.medseg.text.PathText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at datasets before anyone trusts them: facts and findings. */
@Command(
    name = "inspect",
    description = "Reads datasets and says what they hold and what is wrong with them.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 fine, or warnings only; 1 bad arguments or configuration; 2 there are errors",
      "(with --strict: or warnings); 3 a bug.",
      "",
      "Example:",
      "  jobs/inspect.sh --datasets conf/datasets.yaml --dataset-root /data \\",
      "    --dataset hippocampus_train,hippocampus_test_3d --output /results/looked-at"
    })
final class InspectJob implements Callable<Integer> {
  @Mixin private CatalogOptions catalog;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      split = ",",
      description =
          "datasets of the catalog, which must have no subject in common (default: all that are there)")
  private List<String> names = List.of();

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description =
          "experiment: take its classes, and find the scans that its loader refuses; any Hadoop path")
  private String configFile;

  @Option(
      names = "--parity",
      paramLabel = "SYSTEM",
      defaultValue = "none",
      description = "as for evaluate (default: ${DEFAULT-VALUE})")
  private Parity parity;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "folder for inspection.json and scans.csv, any Hadoop path (default: none)")
  private String output;

  @Option(names = "--strict", description = "exit with 2 for warnings as well")
  private boolean strict;

  @Parameters(
      paramLabel = "KEY VALUE",
      description = "experiment settings that override the file's, in pairs")
  private List<String> overrides = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    InspectionRequest request =
        new InspectionRequest(
            new ExperimentRequest(
                configFile, overrides, parity, catalog.datasets(), catalog.datasetRoot()),
            names);
    PrintWriter out = spec.commandLine().getOut();
    try (JavaSparkContext spark = SparkContexts.start("inspect")) {
      Interruption.lastWord(() -> "Nothing was written");
      Inspecting inspecting = new Inspecting(spark, request);
      Inspection inspection =
          output == null ? print(inspecting.run(), out) : written(spark, inspecting, out);
      out.flush();
      return code(inspection);
    }
  }

  private Inspection written(JavaSparkContext spark, Inspecting inspecting, PrintWriter out) {
    Configuration hadoop = spark.hadoopConfiguration();
    inspecting.checkApart(new OutputApart(output, hadoop));
    Path directory = PathText.of("--output", output);
    OutputPlace place = new OutputPlace(directory, hadoop);
    try (FolderHold hold = place.hold("inspect", spark)) {
      return hold.during(
          () -> {
            Inspection inspection = print(inspecting.run(), out);
            hold.check();
            place.begin(InspectionJson.NAME);
            // The JSON comes last: where it is, the results are complete.
            RunFiles files = RunFiles.of(directory, hadoop, hold, new WrittenFiles(Map.of()));
            files.write(new ScansCsv(inspection));
            files.complete(new InspectionJson(inspection));
            out.println("inspection.json and scans.csv are in " + Secrets.masked(output));
            return inspection;
          });
    }
  }

  private static Inspection print(Inspection inspection, PrintWriter out) {
    out.print(InspectionText.of(inspection));
    return inspection;
  }

  private int code(Inspection inspection) {
    boolean isWrong =
        inspection.count(Severity.ERROR) > 0 || strict && inspection.count(Severity.WARNING) > 0;
    return isWrong ? MedsegSpark.SCANS_FAILED : MedsegSpark.FINE;
  }
}
