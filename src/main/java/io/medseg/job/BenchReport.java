package io.medseg.job;

import io.medseg.spark.EvaluationResult;
import io.medseg.spark.ScanTimes;
import io.medseg.spark.ShuffleMeter;
import io.medseg.spark.SparkSettings;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/** What jobs/bench.sh prints: each number beside its goal. */
record BenchReport(
    EvaluationResult result, ShuffleMeter shuffle, long peakHeap, JavaSparkContext spark) {
  private static final String ROW = "%-28s %12s %12s   %s%n";

  void print(PrintWriter out) {
    ScanTimes times = result.times();
    int scans = result.scores().size();
    long others = times.total() - times.model();
    out.printf(
        Locale.ROOT,
        "%d scans, %d elements, %d task slots, %.1f s on the clock%n",
        scans,
        result.elements(),
        SparkSettings.slots(spark),
        result.seconds());
    out.printf(ROW, "phase", "s per scan", "of model", "goal");
    row(out, "model", times.model(), "");
    row(out, "read (page cache)", times.read(), "");
    row(out, "scatter (cut, preprocess)", times.batch(), "");
    row(out, "gather and decide", times.gather(), "");
    row(out, "score", times.score(), "");
    row(out, "all but the model", others, "at most 5 %");
    out.printf(
        Locale.ROOT,
        ROW.replace("%n", "") + "%n",
        "metrics, CPU",
        String.format(Locale.ROOT, "%.3f", times.scoreCpu() / 1e9 / scans),
        "",
        "at most 0.1 s");
    out.printf(
        ROW,
        "peak heap after collection",
        String.format(Locale.ROOT, "%.0f MB", peakHeap / 1e6),
        "",
        SparkSettings.slots(spark) + " scans in flight");
    out.printf(
        ROW,
        "shuffle bytes per element",
        String.format(Locale.ROOT, "%.1f", (double) shuffle.bytes() / result.elements()),
        "",
        "under 100");
    out.flush();
  }

  private void row(PrintWriter out, String phase, long nanos, String goal) {
    out.printf(
        ROW,
        phase,
        String.format(Locale.ROOT, "%.3f", nanos / 1e9 / result.scores().size()),
        String.format(Locale.ROOT, "%.2f %%", 100.0 * nanos / result.times().model()),
        goal);
  }
}
