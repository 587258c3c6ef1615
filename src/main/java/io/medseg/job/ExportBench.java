package io.medseg.job;

import io.medseg.segmentation.WriterSettings;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.ScanSplit;
import io.medseg.spark.ScanTimes;
import io.medseg.spark.SparkSettings;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it costs to export scans in each format: how fast files are written, the share of the job
 * that is not the model, and the heap beside that of an evaluation of the same scans.
 */
record ExportBench(BenchContext bench, int scans, int depth) {
  private static final Logger LOG = LoggerFactory.getLogger(ExportBench.class);
  private static final int SIZE = 384;
  private static final int CLASSES = 4;
  private static final int IN_FLIGHT = 2;

  /** Some formats are written in a tenth of a second. */
  private static final Duration OFTEN = Duration.ofMillis(20);

  private static final String ROW = "%-18s %9s %9s %9s %7s %10s %10s %10s%n";

  /**
   * A way to export.
   *
   * @param writers as --write names them
   * @param options of the writers
   */
  private record Format(String name, String writers, Map<String, String> options) {
    WriteRequest files() {
      return new WriteRequest(writers, WriterSettings.parse(options));
    }
  }

  private static final List<Format> FORMATS =
      List.of(
          new Format("pred", "pred", Map.of()),
          new Format("pred, half probs", "pred", Map.of("probs", "half")),
          new Format("pred, no probs", "pred", Map.of("probs", "none")),
          new Format("nifti", "nifti", Map.of()),
          new Format("nifti with probs", "nifti", Map.of("probs", "float")),
          new Format("png", "png", Map.of()),
          new Format("regions", "regions", Map.of()));

  /** Measures and prints; gives the first result with failures, else the last. */
  EvaluationResult run() {
    LOG.info("Warming up");
    WriteRequest all = new WriteRequest("pred,nifti,png,regions", WriterSettings.DEFAULT);
    Path few = phantoms("warm-up", 8, 16);
    bench.run(bench.resolve(few, output(), all), ScanSplit.NEVER);
    remove(output());
    Path root = phantoms(scans + "x" + depth, scans, depth);
    bench.phantoms().readAhead(root);
    Path pair = phantoms(IN_FLIGHT + "x" + depth, IN_FLIGHT, depth);
    // A simulated model takes no heap worth mentioning, and its runs little time.
    long evaluating = heap(simulated(bench.resolve(pair)));
    printHead(evaluating);
    EvaluationResult result = null;
    for (Format format : FORMATS) {
      EvaluationResult next = measure(format, root, pair, evaluating);
      result = result == null || result.failures().isEmpty() ? next : result;
    }
    printGoals();
    return result;
  }

  private EvaluationResult measure(Format format, Path root, Path pair, long evaluating) {
    LOG.info("Measuring {} scans as {}", scans, format.name());
    EvaluationResult result =
        bench.run(bench.resolve(root, output(), format.files()), ScanSplit.NEVER);
    long bytes = bytes(output());
    remove(output());
    LOG.info("Running {} scans once more for their memory", IN_FLIGHT);
    long exporting = heap(simulated(bench.resolve(pair, output(), format.files())));
    remove(output());
    printRow(format, result, bytes, exporting - evaluating);
    return result;
  }

  private ResolvedEvaluation simulated(ResolvedEvaluation resolved) {
    return bench.simulated(resolved, new SimulatedModel(0, CLASSES), Map.of());
  }

  private long heap(ResolvedEvaluation resolved) {
    try (HeapMeter heap = new HeapMeter(OFTEN)) {
      bench.run(resolved, ScanSplit.NEVER);
      return heap.peakBytes();
    }
  }

  private void printHead(long evaluating) {
    print(
        "%d scans of %d x %d x %d, %d classes, %d task slots; evaluate's peak heap %.0f MB, %d scans in flight%n",
        scans,
        SIZE,
        SIZE,
        depth,
        CLASSES,
        SparkSettings.slots(bench.spark()),
        evaluating / 1e6,
        IN_FLIGHT);
    print(
        ROW,
        "format",
        "model, s",
        "MB/scan",
        "s/scan",
        "MB/s",
        "not model",
        "of clock",
        "more heap");
  }

  private void printRow(Format format, EvaluationResult result, long bytes, long moreHeap) {
    ScanTimes times = result.times();
    double written = times.write() / 1e9;
    double notModel = 1 - (double) times.model() / times.total();
    // What the slots could have given to the model while the job ran.
    double clock = result.seconds() * Math.min(scans, SparkSettings.slots(bench.spark()));
    print(
        ROW,
        format.name(),
        number("%.2f", times.model() / 1e9 / scans),
        number("%.1f", bytes / 1e6 / scans),
        number("%.2f", written / scans),
        number("%.0f", bytes / 1e6 / written),
        number("%.1f %%", 100 * notModel),
        number("%.1f %%", 100 * (1 - times.model() / 1e9 / clock)),
        number("%.0f MB", moreHeap / 1e6));
    result.failures().forEach(failure -> bench.out().println(failure.message()));
  }

  private void printGoals() {
    double volume = (double) SIZE * SIZE * depth * Float.BYTES;
    double slab = (double) SIZE * SIZE * CLASSES * Float.BYTES;
    print(
        "model, s: per scan; s/scan: making and writing the files; not model: of the time of tasks; of clock: of the whole job.%n"
            + "Goals: not model of pred at most 10 %%; more heap at most a volume and a slab for each scan in flight, %.0f MB%n",
        IN_FLIGHT * (volume + slab) / 1e6);
  }

  private void print(String format, Object... values) {
    bench.out().printf(Locale.ROOT, format, values);
    bench.out().flush();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private Path phantoms(String name, int count, int slices) {
    return bench.phantoms().write(name, 1, count, Shape.of(SIZE, SIZE, slices));
  }

  private Path output() {
    return new Path(bench.phantoms().folder(), "export");
  }

  private long bytes(Path folder) {
    try {
      return folder.getFileSystem(bench.phantoms().hadoop()).getContentSummary(folder).getLength();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(Path folder) {
    try {
      folder.getFileSystem(bench.phantoms().hadoop()).delete(folder, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
