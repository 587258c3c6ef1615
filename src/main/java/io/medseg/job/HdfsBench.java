package io.medseg.job;

import io.medseg.spark.ScanSplit;
import io.medseg.volume.Shape;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What reading scans over a network costs against their size, and an evaluation on a cluster
 * against one in this process with as many task slots.
 *
 * @param folder any Hadoop path; that of HDFS is meant
 */
record HdfsBench(String folder, int scans, int depth, PrintWriter out) {
  private static final int SIZE = 384;
  private static final int JOB_SCANS = 8;
  private static final int JOB_DEPTH = 32;
  private static final int RUNS = 3;

  /**
   * Measures and prints; gives the exit code.
   *
   * @param cluster master of the cluster; null: it is left out
   */
  int run(String cluster) {
    double alone;
    try (JavaSparkContext spark = SparkContexts.start("bench", "local[2]")) {
      BenchContext bench = context(spark);
      Path root = bench.phantoms().write(name(scans, depth), 1, scans, shape(depth));
      new ReadBench(spark.hadoopConfiguration(), out).run(bench.resolve(root).scans());
      alone = measure(bench);
    }
    if (cluster != null) {
      try (JavaSparkContext spark = SparkContexts.start("bench", cluster)) {
        double time = measure(context(spark));
        out.printf(Locale.ROOT, "cluster over local mode: %.2f%n", time / alone);
      }
    }
    out.flush();
    return MedsegSpark.FINE;
  }

  private BenchContext context(JavaSparkContext spark) {
    return new BenchContext(spark, new BenchData(folder, spark.hadoopConfiguration()), out);
  }

  private static String name(int scans, int depth) {
    return scans + "x" + depth;
  }

  private static Shape shape(int depth) {
    return Shape.of(SIZE, SIZE, depth);
  }

  /** Seconds of the fastest run after the first, which starts executors and loads the model. */
  private double measure(BenchContext bench) {
    Path root = bench.phantoms().write(name(JOB_SCANS, JOB_DEPTH), 1, JOB_SCANS, shape(JOB_DEPTH));
    double first = seconds(bench, root);
    double fastest = Double.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      fastest = Math.min(fastest, seconds(bench, root));
    }
    out.printf(
        Locale.ROOT,
        "%s: %d scans of %s in %.1f s (fastest of %d), the first time %.1f s%n",
        bench.spark().master(),
        JOB_SCANS,
        shape(JOB_DEPTH),
        fastest,
        RUNS,
        first);
    out.flush();
    return fastest;
  }

  private static double seconds(BenchContext bench, Path root) {
    long start = System.nanoTime();
    bench.run(bench.resolve(root), ScanSplit.NEVER).failures().stream()
        .findFirst()
        .ifPresent(
            failure -> {
              throw new IllegalStateException(failure.message());
            });
    return (System.nanoTime() - start) / 1e9;
  }
}
