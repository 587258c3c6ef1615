package io.medseg.spark;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Tells how many scans were read, while tasks are at work and whenever one ends. Safe for many
 * threads.
 */
final class ScanProgress {
  private final LongAccumulator read;
  private final LongAccumulator unread;
  private final Progress progress;
  private final TaskCounts counts;

  ScanProgress(LongAccumulator read, LongAccumulator unread, Progress progress) {
    this.read = read;
    this.unread = unread;
    this.progress = progress;
    this.counts = new TaskCounts(this::look, List.of(read, unread));
  }

  private void look() {
    progress.show((int) counts.of(read), (int) counts.of(unread));
  }

  /** Watches the tasks from now on. */
  void watch(SparkContext spark) {
    spark.addSparkListener(counts);
  }

  /** Watches them no more: the tasks have ended, and their counts are complete. */
  void end(SparkContext spark) {
    spark.removeSparkListener(counts);
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
