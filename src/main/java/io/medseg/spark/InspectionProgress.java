package io.medseg.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;

/** Tells how far an inspection is, whenever a task ends. Safe for many threads. */
final class InspectionProgress extends SparkListener {
  private final LongAccumulator read;
  private final LongAccumulator unread;
  private final Progress progress;

  InspectionProgress(LongAccumulator read, LongAccumulator unread, Progress progress) {
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
