package io.medseg.job;

import io.medseg.experiment.Parity;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.text.PathText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Writes a small phantom dataset in two layouts and evaluates it with the bundled model: a first
 * look, and a check of a machine.
 */
@Command(
    name = "demo",
    description = "Writes a small phantom dataset and evaluates it with the bundled model.",
    mixinStandardHelpOptions = true)
final class DemoJob implements Callable<Integer> {
  private static final int SIZE = 64;
  private static final int DEPTH = 12;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "folder for data and results, any Hadoop path (default: demo in the current folder)")
  private String output = "demo";

  @Option(
      names = "--scans",
      paramLabel = "N",
      description = "number of scans (default: ${DEFAULT-VALUE})")
  private int scans = 4;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path data = new Path(PathText.of("--output", output), "data");
    Options.atLeastOne("--scans", scans);
    try (JavaSparkContext spark = SparkContexts.start("demo")) {
      writePhantoms(data, spark.hadoopConfiguration());
      out.println("Wrote " + scans + " phantom scans in the layouts volumes and slices to " + data);
      int volumes = evaluate(spark, "phantom_unet2d.yaml", "volumes", out);
      int slices = evaluate(spark, "phantom_unet2d_slices.yaml", "slices", out);
      return Math.max(volumes, slices);
    }
  }

  private void writePhantoms(Path data, Configuration hadoop) {
    ScanFileWriter writer = new ScanFileWriter(hadoop);
    for (int scan = 1; scan <= scans; scan++) {
      Phantom phantom = Phantom.draw(scan, SIZE, SIZE, DEPTH);
      String id = String.format(Locale.ROOT, "%07d_V00", scan);
      writer.writeVolume(new Path(data, "phantom/volumes"), id, phantom.image(), phantom.masks());
      writer.writeSlices(new Path(data, "phantom/slices"), id, phantom.image(), phantom.masks());
    }
  }

  private int evaluate(JavaSparkContext spark, String experiment, String layout, PrintWriter out) {
    out.println();
    out.println("Layout " + layout + ", experiment conf/experiments/" + experiment);
    EvaluationRequest request =
        new EvaluationRequest(
            Installation.path("conf/experiments/" + experiment),
            List.of(),
            Parity.NONE,
            Installation.path("conf/datasets.yaml"),
            new Path(output, "data").toString(),
            null,
            null,
            "serving_default",
            new Path(output, "results-" + layout).toString(),
            0,
            null,
            null,
            null);
    return new Evaluation(spark, request, out).run();
  }
}
