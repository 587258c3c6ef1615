package io.medseg.spark;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how many shards were written whenever a task of the last stage ends. */
final class ShardWatcher extends SparkListener {
  private final Progress shards;
  private final AtomicInteger written = new AtomicInteger();

  ShardWatcher(Progress shards) {
    this.shards = shards;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    if (ended.taskType().equals("ResultTask") && ended.taskInfo().successful()) {
      shards.show(written.incrementAndGet(), 0);
    }
  }
}
