package io.medseg.job;

import io.medseg.spark.EvaluationResult;
import io.medseg.spark.ScanSplit;
import io.medseg.spark.ShuffleMeter;
import io.medseg.spark.SparkSettings;
import io.medseg.volume.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * How near to perfect balance a dataset comes of which one scan is half the work, uncut and cut.
 */
record SkewBench(BenchContext bench) {
  private static final String DATA = "one-large-scan";
  private static final Shape LARGE = Shape.of(384, 384, 160);
  private static final Shape SMALL = Shape.of(192, 192, 24);

  /** Two windows each: as many windows as the large scan has, 19 x 3 x 3. */
  private static final int SMALL_SCANS = 85;

  private static final SimulatedModel MODEL = new SimulatedModel(400, 4);

  EvaluationResult run() {
    Path root = bench.phantoms().write(DATA, 1, 1, LARGE);
    bench.phantoms().write(DATA, 2, SMALL_SCANS, SMALL);
    // Counts only: surfaces of what a simulated model predicts are those of noise.
    Map<String, Object> windows =
        Map.of(
            "IMG_SIZE",
            List.of(192, 192, 16, 1),
            "GRID",
            "nnunet",
            "TEST_BATCH_SIZE",
            1,
            "TEST_METRICS",
            List.of("DSC", "VOE", "CV"));
    // The first run compiles the code paths.
    bench.run(bench.simulated(root, new SimulatedModel(0, 4), windows), ScanSplit.AUTO);
    ResolvedEvaluation measured = bench.simulated(root, MODEL, windows);
    measure("uncut", measured, ScanSplit.NEVER);
    return measure("cut", measured, ScanSplit.AUTO);
  }

  private EvaluationResult measure(String name, ResolvedEvaluation windows, ScanSplit split) {
    ShuffleMeter shuffle = new ShuffleMeter();
    bench.spark().sc().addSparkListener(shuffle);
    EvaluationResult result = bench.run(windows, split);
    bench.spark().sc().removeSparkListener(shuffle);
    int slots = SparkSettings.slots(bench.spark());
    double perfect = result.elements() * MODEL.millis() / 1000.0 / slots;
    long floats = LARGE.elements() * MODEL.classes() * Float.BYTES;
    bench
        .out()
        .printf(
            Locale.ROOT,
            "%-5s %2d shares on %d slots: %5.1f s, %3.0f %% of perfect balance (goal: at most 115 %%); shuffled %.1f MB, %.1f %% of the large scan's voxels x classes x 4%n",
            name,
            result.shares(),
            slots,
            result.seconds(),
            100 * result.seconds() / perfect,
            shuffle.bytes() / 1e6,
            100.0 * shuffle.bytes() / floats);
    bench.out().flush();
    return result;
  }
}
