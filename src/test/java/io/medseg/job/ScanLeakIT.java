package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Scan;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.EvaluationRun;
import io.medseg.spark.RunSettings;
import io.medseg.spark.ScanSplit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that scans leave no memory behind, on the heap or outside of it, where TensorFlow's is:
 * 2,000 tiny scans with a bundled model, ten runs of 200, the first of which loads engine and
 * model. Java's compiler and allocators take and give back a hundred megabytes as they like, so the
 * least that the process held after one of the later runs is compared with the least after one of
 * the earlier ones: what is leaked is never given back. A batch kept per scan (49 KB) would show.
 */
class ScanLeakIT {
  private static final int RUNS = 10;
  private static final int SCANS = 200;
  private static final int FILES = 20;
  private static final double MOST = 1.05;

  @TempDir Path folder;

  /**
   * Bytes after a collection.
   *
   * @param heap in use
   * @param committed what the heap has of the machine, which comes and goes as the collector likes
   * @param resident of the whole process, files that are mapped left out: their pages, those of the
   *     native library among them, go when other processes need memory
   */
  private record Memory(long heap, long committed, long resident) {
    /** Of everything but the heap: the engine, buffers, classes, compiled code. */
    long outside() {
      return resident - committed;
    }

    static Memory now() throws IOException {
      // The first collection lets go of what waits for a cleaner, the second takes it.
      System.gc();
      System.gc();
      MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
      return new Memory(heap.getUsed(), heap.getCommitted(), residentBytes());
    }

    private static long residentBytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("RssAnon:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      throw new IOException("no RssAnon in /proc/self/status");
    }
  }

  /** The least of the later half over the least of the earlier half, the first run left out. */
  private static double growth(List<Memory> memory, ToLongFunction<Memory> what) {
    long before = least(memory.subList(1, RUNS / 2), what);
    return (double) least(memory.subList(RUNS / 2, RUNS), what) / before;
  }

  private static long least(List<Memory> memory, ToLongFunction<Memory> what) {
    return memory.stream().mapToLong(what).min().orElseThrow();
  }

  /** Every file is that of several scans. */
  private List<Scan> scans(List<Scan> files) {
    List<Scan> scans = new ArrayList<>();
    for (int scan = 0; scan < SCANS; scan++) {
      Scan file = files.get(scan % FILES);
      scans.add(
          new Scan(
              String.format(Locale.ROOT, "%07d_V00", scan),
              file.subjectId(),
              file.source(),
              file.bytes(),
              file.overrides()));
    }
    return scans;
  }

  private ResolvedEvaluation resolve(JavaSparkContext spark) {
    Phantoms phantoms = Phantoms.in(folder);
    ScanFileWriter writer = new ScanFileWriter(spark.hadoopConfiguration());
    for (int file = 1; file <= FILES; file++) {
      Phantom phantom = Phantom.draw(file, Phantoms.SIZE, Phantoms.SIZE, 2);
      writer.writeVolume(
          phantoms.hadoop("volumes"), Phantoms.id(file), phantom.image(), phantom.masks());
    }
    return new EvaluationResolver(
            spark,
            EvaluationRequest.of(
                phantoms.path("experiment.yaml").toString(),
                phantoms.path("catalog.yaml").toString(),
                folder.toString(),
                ""))
        .resolve();
  }

  @Test
  void memoryStaysFlat() throws IOException {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("leak")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    List<Memory> memory = new ArrayList<>();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      ResolvedEvaluation resolved = resolve(spark);
      List<Scan> scans = scans(resolved.scans());
      for (int run = 0; run < RUNS; run++) {
        EvaluationResult result =
            new EvaluationRun(
                    spark, resolved.recipe(), RunSettings.of(8, ScanSplit.NEVER), unused -> {})
                .run(scans);
        assertThat(result.scores()).hasSize(SCANS);
        memory.add(Memory.now());
      }
    }
    for (Memory m : memory) {
      System.out.printf(
          Locale.ROOT,
          "heap %.1f MB of %.1f, outside %.1f, resident %.1f MB%n",
          m.heap() / 1e6,
          m.committed() / 1e6,
          m.outside() / 1e6,
          m.resident() / 1e6);
    }
    assertThat(growth(memory, Memory::resident)).as("resident").isLessThan(MOST);
    assertThat(growth(memory, Memory::heap)).as("heap").isLessThan(MOST);
  }
}
