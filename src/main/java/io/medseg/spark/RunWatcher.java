package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;

/**
 * Looks at the counts of a run while its tasks are at work and whenever one ends: tells the
 * progress, and gives up when too many scans failed. Safe for many threads.
 */
final class RunWatcher {
  private final RunMetrics metrics;
  private final Progress progress;
  private final FailureLimit limit;
  private final int scans;
  private final int failedBefore;
  private final Runnable giveUp;
  private final TaskCounts counts;
  private final Map<String, ScanFailure> failures = new TreeMap<>();
  private volatile boolean exceeded;

  /**
   * @param scans of the whole run, those finished earlier and those that failed already included
   * @param failedBefore scans that failed before any task of this run
   */
  RunWatcher(
      RunMetrics metrics,
      Progress progress,
      FailureLimit limit,
      int scans,
      int failedBefore,
      Runnable giveUp) {
    this.metrics = metrics;
    this.progress = progress;
    this.limit = limit;
    this.scans = scans;
    this.failedBefore = failedBefore;
    this.giveUp = giveUp;
    this.counts = new TaskCounts(this::look, List.of(metrics.scans(), metrics.failures()));
  }

  /** Watches the tasks from now on. */
  void watch(SparkContext spark) {
    spark.addSparkListener(counts);
  }

  /** Watches them no more: the tasks have ended, and their counts are complete. */
  void end(SparkContext spark) {
    spark.removeSparkListener(counts);
    look(metrics.scans().value(), metrics.distinctFailures());
  }

  /** Looks once. */
  void look() {
    look(counts.of(metrics.scans()), counts.of(metrics.failures()));
  }

  private synchronized void look(long finished, Collection<ScanFailure> failed) {
    failed.forEach(failure -> failures.putIfAbsent(failure.scanId(), failure));
    progress.show((int) Math.min(scans, finished), failures.size());
    if (!exceeded && limit.isExceeded(failedBefore + failures.size(), scans)) {
      exceeded = true;
      giveUp.run();
    }
  }

  /** Whether more scans failed than may. */
  boolean isExceeded() {
    return exceeded;
  }

  /** The failures that tasks told of, also those that were stopped since. */
  synchronized Collection<ScanFailure> failures() {
    return List.copyOf(failures.values());
  }
}
