package io.medseg.job;

import io.medseg.spark.EvaluationResult;
import io.medseg.spark.ScanPlanner;
import io.medseg.spark.ScanSplit;
import io.medseg.volume.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** The heap that one huge scan needs: six classes, windows of 128 x 128 x 64 at half steps. */
record MemoryBench(BenchContext bench) {
  private static final Shape SHAPE = Shape.of(512, 512, 400);

  EvaluationResult run() {
    Path root = bench.phantoms().write("huge", 1, 1, SHAPE);
    ResolvedEvaluation windows =
        bench.simulated(
            root,
            new SimulatedModel(0, 6),
            Map.of(
                "IMG_SIZE",
                List.of(128, 128, 64, 1),
                "GRID",
                "nnunet",
                "CATEGORIES",
                List.of(0, 1, 2, 3, List.of(0, 1), List.of(2, 3)),
                "TEST_BATCH_SIZE",
                2));
    long expected =
        new ScanPlanner(bench.spark(), windows.recipe())
            .plan(windows.scans())
            .scans()
            .get(0)
            .heapBytes();
    try (HeapMeter heap = new HeapMeter()) {
      EvaluationResult result = bench.run(windows, ScanSplit.NEVER);
      bench
          .out()
          .printf(
              Locale.ROOT,
              "%s, 6 classes, %d windows of 128x128x64: peak heap %.0f MB (goal: at most 800 MB; --plan expects %.0f MB) of %.0f MB, %.0f s%n",
              SHAPE,
              result.elements(),
              heap.peakBytes() / 1e6,
              expected / 1e6,
              Runtime.getRuntime().maxMemory() / 1e6,
              result.seconds());
      result.failures().forEach(failure -> bench.out().println(failure.message()));
      return result;
    }
  }
}
