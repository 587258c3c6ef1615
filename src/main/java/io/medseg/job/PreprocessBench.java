package io.medseg.job;

import com.sun.management.OperatingSystemMXBean;
import io.medseg.experiment.Parity;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSettings.Arrangement;
import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.shards.Grouping;
import io.medseg.shards.ShardFormat;
import io.medseg.shards.ShardFormat.Compression;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What it takes to make training shards of scans, on one core and on two, against a Python writer
 * of the same records from the same files, which holds and shuffles them in memory; and the heap
 * that it takes, against the size of what is shuffled.
 *
 * @param folder where the scans are, and where shards are written
 */
record PreprocessBench(String folder, int scans, int depth, PrintWriter out) {
  private static final int SIZE = 384;
  private static final String ROW = "%-34s %8s %8s %8s %10s%n";

  /** What a run took. */
  private record Cost(double seconds, double cpuSeconds) {}

  /** Measures and prints; gives the exit code. */
  int run() {
    Configuration hadoop = SparkContexts.hadoop();
    Path root = data(hadoop, scans);
    double megabytes = bytes(new Path(root, "phantom/bench"), hadoop) / 1e6;
    out.printf(
        Locale.ROOT,
        "%d scans of %d x %d x %d, 4 classes: %.0f MB of files, shuffled slices of %.2f MB, uint8 masks, shards of 100 MB%n",
        scans,
        SIZE,
        SIZE,
        depth,
        megabytes,
        elementBytes() / 1e6);
    out.printf(ROW, "", "s", "MB/s", "CPU s", "speed");
    Cost python = python(root, List.of());
    Cost one = measured(root, "local[1]");
    Cost two = measured(root, "local[2]");
    row("Python (h5py, TFRecordWriter)", python, megabytes, python);
    row("1 core", one, megabytes, python);
    row("2 cores", two, megabytes, python);
    Cost statistics = python(root, List.of("--statistics"));
    row("Python, statistics as well", statistics, megabytes, python);
    out.printf("goals: 3 times as fast on 2 cores, no more CPU than Python%n");
    printHeap(hadoop);
    remove(output("python"), hadoop);
    remove(output("shards"), hadoop);
    out.flush();
    return MedsegSpark.FINE;
  }

  /** What earlier runs wrote shall not be written to the disk while another one is measured. */
  private static void settle() {
    try {
      new ProcessBuilder("sync").inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null if it cannot be run. */
  private Cost python(Path root, List<String> more) {
    settle();
    return new PythonShards(root, output("python"), more)
        .run(out)
        .map(seconds -> new Cost(seconds.clock(), seconds.cpu()))
        .orElse(null);
  }

  /** The second run in a context: the first one loads classes and fills the code cache. */
  private Cost measured(Path root, String master) {
    try (JavaSparkContext spark = SparkContexts.start("bench", master)) {
      write(spark, root);
      settle();
      OperatingSystemMXBean process =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = process.getProcessCpuTime();
      long start = System.nanoTime();
      write(spark, root);
      return new Cost((System.nanoTime() - start) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9);
    }
  }

  private void write(JavaSparkContext spark, Path root) {
    StringWriter said = new StringWriter();
    int code = new Preprocess(spark, request(root), new PrintWriter(said)).run();
    if (code != MedsegSpark.FINE) {
      throw new IllegalStateException(said.toString());
    }
  }

  private PreprocessRequest request(Path root) {
    ShardRequest shards =
        new ShardRequest(
            ShardFormat.TFRECORD.toString(),
            Grouping.Kind.ELEMENTS,
            BatchForm.TRAINING,
            Arrangement.SHUFFLED,
            LastBatch.KEEP,
            null,
            Compression.NONE,
            100L << 20,
            0,
            null);
    return new PreprocessRequest(
        new ExperimentRequest(
            Installation.path("conf/experiments/bench_unet2d.yaml"),
            List.of(
                "PREPROCESSING",
                "['ZeroMeanNormalization']",
                "PREPROCESSING_ARGS",
                "[{}]",
                "SEED",
                "1"),
            Parity.NONE,
            Installation.path("conf/datasets.yaml"),
            root.toString()),
        "phantom_bench",
        output("shards").toString(),
        shards,
        PreprocessRequest.Earlier.REPLACE);
  }

  /** With twice as many scans as well: what is in memory does not grow with them. */
  private void printHeap(Configuration hadoop) {
    for (int count : new int[] {scans, 2 * scans}) {
      Path root = data(hadoop, count);
      try (JavaSparkContext spark = SparkContexts.start("bench", "local[2]");
          HeapMeter heap = new HeapMeter()) {
        write(spark, root);
        out.printf(
            Locale.ROOT,
            "peak heap in use on 2 cores, %d elements (%.0f MB): %.0f MB, as much as %.0f elements%n",
            count * depth,
            elementBytes() * count * depth / 1e6,
            heap.peakBytes() / 1e6,
            heap.peakBytes() / elementBytes());
      }
    }
  }

  private Path data(Configuration hadoop, int count) {
    BenchData data = new BenchData(folder, hadoop);
    Path root = data.write(count + "x" + depth, 1, count, Shape.of(SIZE, SIZE, depth));
    data.readAhead(root);
    return root;
  }

  /** A float and four masks for each voxel of a slice. */
  private static double elementBytes() {
    return (double) SIZE * SIZE * (Float.BYTES + 4);
  }

  private void row(String name, Cost cost, double megabytes, Cost python) {
    if (cost != null) {
      out.printf(
          ROW,
          name,
          number("%.1f", cost.seconds()),
          number("%.0f", megabytes / cost.seconds()),
          number("%.1f", cost.cpuSeconds()),
          python == null ? "-" : number("%.2f x", python.seconds() / cost.seconds()));
      out.flush();
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private Path output(String name) {
    return new Path(folder, "preprocess-" + name);
  }

  private static long bytes(Path scans, Configuration hadoop) {
    try {
      return scans.getFileSystem(hadoop).getContentSummary(scans).getLength();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path output, Configuration hadoop) {
    try {
      output.getFileSystem(hadoop).delete(output, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
