package io.medseg.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Looks at the counts of a run whenever a task ends: tells the progress, and gives up when too many
 * scans failed. Safe for many threads.
 */
final class RunWatcher extends SparkListener {
  private final RunMetrics metrics;
  private final Progress progress;
  private final FailureLimit limit;
  private final int scans;
  private final int failedBefore;
  private final Runnable giveUp;
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
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    look();
  }

  /** Looks once. */
  synchronized void look() {
    int failed = metrics.distinctFailures().size();
    progress.show((int) Math.min(scans, metrics.scans().value()), failed);
    if (!exceeded && limit.isExceeded(failedBefore + failed, scans)) {
      exceeded = true;
      giveUp.run();
    }
  }

  /** Whether more scans failed than may. */
  boolean isExceeded() {
    return exceeded;
  }
}
