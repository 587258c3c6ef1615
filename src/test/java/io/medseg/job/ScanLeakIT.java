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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that scans leave no memory behind, on the heap or outside of it, where TensorFlow's is:
 * 2,000 tiny scans with a bundled model, ten runs of 200. Compared is what the process holds after
 * the first run, which loads the engine and the model, with what it holds after each of the others.
 */
class ScanLeakIT {
  private static final int RUNS = 10;
  private static final int SCANS = 200;
  private static final int FILES = 20;
  private static final double MOST = 1.05;

  @TempDir Path folder;

  /** Bytes after a collection. */
  private record Memory(long heap, long resident) {
    static Memory now() throws IOException {
      // The first collection lets go of what waits for a cleaner, the second takes it.
      System.gc();
      System.gc();
      return new Memory(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), residentBytes());
    }

    private static long residentBytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      throw new IOException("no VmRSS in /proc/self/status");
    }
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
          Locale.ROOT, "heap %.1f MB, resident %.1f MB%n", m.heap() / 1e6, m.resident() / 1e6);
    }
    Memory first = memory.get(0);
    Memory last = memory.get(RUNS - 1);
    assertThat((double) last.resident() / first.resident()).as("resident").isLessThan(MOST);
    assertThat((double) last.heap() / first.heap()).as("heap").isLessThan(MOST);
  }
}
