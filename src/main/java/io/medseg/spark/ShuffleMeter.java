package io.medseg.spark;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts what the tasks of an application write for shuffles. Safe for many threads. */
public final class ShuffleMeter extends SparkListener {
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong records = new AtomicLong();

  /** Bytes written so far, compressed as they cross the network. */
  public long bytes() {
    return bytes.get();
  }

  /** Records written so far. */
  public long records() {
    return records.get();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    if (ended.taskMetrics() != null) {
      bytes.addAndGet(ended.taskMetrics().shuffleWriteMetrics().bytesWritten());
      records.addAndGet(ended.taskMetrics().shuffleWriteMetrics().recordsWritten());
    }
  }
}
