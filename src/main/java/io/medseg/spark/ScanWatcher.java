package io.medseg.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how many scans were read whenever a task ends. Safe for many threads. */
final class ScanWatcher extends SparkListener {
  private final ShardMetrics metrics;
  private final Progress scans;

  ScanWatcher(ShardMetrics metrics, Progress scans) {
    this.metrics = metrics;
    this.scans = scans;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    scans.show((int) Math.min(Integer.MAX_VALUE, metrics.scans().value()), 0);
  }
}
