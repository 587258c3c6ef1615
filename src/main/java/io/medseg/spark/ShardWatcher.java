package io.medseg.spark;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how far a preprocessing is whenever a task ends. Safe for many threads. */
final class ShardWatcher extends SparkListener {
  private final ShardMetrics metrics;
  private final Progress scans;
  private final Progress shards;
  private final AtomicInteger written = new AtomicInteger();

  ShardWatcher(ShardMetrics metrics, Progress scans, Progress shards) {
    this.metrics = metrics;
    this.scans = scans;
    this.shards = shards;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    if (ended.taskType().equals("ResultTask")) {
      if (ended.taskInfo().successful()) {
        shards.show(written.incrementAndGet(), 0);
      }
    } else {
      scans.show((int) Math.min(Integer.MAX_VALUE, metrics.scans().value()), 0);
    }
  }
}
