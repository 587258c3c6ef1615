package io.medseg.job;

import io.medseg.experiment.Parity;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.EvaluationRun;
import io.medseg.spark.ShuffleMeter;
import io.medseg.text.PathText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures, in one run, what everything but the model costs: shares of the model's time, CPU of the
 * metrics, heap, shuffle.
 */
@Command(
    name = "bench",
    description =
        "Measures an evaluation of synthetic 384 x 384 x 160 scans with a 2D U-Net of 16 to 128 filters.",
    mixinStandardHelpOptions = true)
final class BenchJob implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(BenchJob.class);
  private static final int SIZE = 384;

  @Option(
      names = "--scans",
      paramLabel = "N",
      description = "scans to measure (default: ${DEFAULT-VALUE})")
  private int scans = 4;

  @Option(
      names = "--depth",
      paramLabel = "D",
      description = "slices of a scan (default: ${DEFAULT-VALUE})")
  private int depth = 160;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "folder for the scans; those of an earlier run are used again (default: ${DEFAULT-VALUE})")
  private String data = "target/bench";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PathText.of("--data", data);
    Options.atLeastOne("--scans", scans);
    Options.atLeastOne("--depth", depth);
    try (JavaSparkContext spark = SparkContexts.start("bench")) {
      // Loading the engine and compiling the code paths is no part of what is measured.
      LOG.info("Warming up");
      run(spark, write(spark, "warm-up", 8, 16));
      Path measured = write(spark, scans + "x" + depth, scans, depth);
      LOG.info("Measuring {} scans of {} x {} x {}", scans, SIZE, SIZE, depth);
      ShuffleMeter shuffle = new ShuffleMeter();
      spark.sc().addSparkListener(shuffle);
      EvaluationResult result = run(spark, measured);
      LOG.info("Running two scans once more for their memory");
      try (HeapMeter heap = new HeapMeter()) {
        run(spark, write(spark, "2x" + depth, 2, depth));
        BenchReport report = new BenchReport(result, shuffle, heap.peakBytes(), spark);
        report.print(spec.commandLine().getOut());
      }
      return result.failures().isEmpty() ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
    }
  }

  /** The dataset root that holds the scans, written if it is not there yet. */
  private Path write(JavaSparkContext spark, String name, int count, int slices)
      throws IOException {
    Path root = new Path(data, name);
    Path folder = new Path(root, "phantom/bench");
    FileSystem files = folder.getFileSystem(spark.hadoopConfiguration());
    ScanFileWriter writer = new ScanFileWriter(spark.hadoopConfiguration());
    for (int scan = 1; scan <= count; scan++) {
      String id = String.format(Locale.ROOT, "%07d_V00", scan);
      if (!files.exists(new Path(folder, id + ".h5"))) {
        LOG.info("Writing scan {} of {}", scan, count);
        Phantom phantom = Phantom.draw(scan, SIZE, SIZE, slices);
        writer.writeVolume(folder, id, phantom.image(), phantom.masks());
      }
    }
    return root;
  }

  private EvaluationResult run(JavaSparkContext spark, Path root) {
    EvaluationRequest request =
        new EvaluationRequest(
            Installation.path("conf/experiments/bench_unet2d.yaml"),
            List.of(),
            Parity.NONE,
            Installation.path("conf/datasets.yaml"),
            root.toString(),
            null,
            null,
            "serving_default",
            "",
            0,
            null,
            null,
            null);
    ResolvedEvaluation resolved = new EvaluationResolver(spark, request).resolve();
    return new EvaluationRun(spark, resolved.recipe(), 0, LOG::info).run(resolved.scans());
  }
}
