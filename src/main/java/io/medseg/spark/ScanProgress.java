package io.medseg.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;

/** Tells how many scans were read, whenever a task ends. Safe for many threads. */
final class ScanProgress extends SparkListener {
  private final LongAccumulator read;
  private final LongAccumulator unread;
  private final Progress progress;

  ScanProgress(LongAccumulator read, LongAccumulator unread, Progress progress) {
    this.read = read;
    this.unread = unread;
    this.progress = progress;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    progress.show(read.value().intValue(), unread.value().intValue());
  }

  /** Counts scans that were read. */
  LongAccumulator read() {
    return read;
  }

  /** Counts scans that could not be read. */
  LongAccumulator unread() {
    return unread;
  }
}
