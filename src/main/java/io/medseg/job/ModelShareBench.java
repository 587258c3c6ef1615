package io.medseg.job;

import io.medseg.spark.EvaluationResult;
import io.medseg.spark.ScanSplit;
import io.medseg.spark.ShuffleMeter;
import io.medseg.volume.Shape;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What everything but the model costs, as a share of the model's time; heap and shuffle of the same
 * evaluation.
 */
record ModelShareBench(BenchContext bench, int scans, int depth) {
  private static final Logger LOG = LoggerFactory.getLogger(ModelShareBench.class);
  private static final int SIZE = 384;

  EvaluationResult run() {
    // Loading the engine and compiling the code paths is no part of what is measured.
    LOG.info("Warming up");
    bench.run(bench.resolve(phantoms("warm-up", 8, 16)), ScanSplit.NEVER);
    Path root = phantoms(scans + "x" + depth, scans, depth);
    bench.phantoms().readAhead(root);
    LOG.info("Measuring {} scans of {} x {} x {}", scans, SIZE, SIZE, depth);
    ShuffleMeter shuffle = new ShuffleMeter();
    bench.spark().sc().addSparkListener(shuffle);
    EvaluationResult result = bench.run(bench.resolve(root), ScanSplit.NEVER);
    LOG.info("Running two scans once more for their memory");
    try (HeapMeter heap = new HeapMeter()) {
      bench.run(bench.resolve(phantoms("2x" + depth, 2, depth)), ScanSplit.NEVER);
      new BenchReport(result, shuffle, heap.peakBytes(), bench.spark()).print(bench.out());
    }
    return result;
  }

  private Path phantoms(String name, int count, int slices) {
    return bench.phantoms().write(name, 1, count, Shape.of(SIZE, SIZE, slices));
  }
}
