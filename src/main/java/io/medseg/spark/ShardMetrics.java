package io.medseg.spark;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a preprocessing count, as accumulators that Spark's pages show by name. A task
 * that Spark repeats may count twice; results never come from here.
 *
 * @param scans read and cut
 * @param failed scans that could not be
 * @param bytesRead from files
 */
record ShardMetrics(LongAccumulator scans, LongAccumulator failed, LongAccumulator bytesRead)
    implements Serializable {
  /** Accumulators of this application. */
  static ShardMetrics register(SparkContext spark) {
    return new ShardMetrics(
        spark.longAccumulator("scans cut"),
        spark.longAccumulator("scans that cannot be read"),
        spark.longAccumulator("bytes read"));
  }

  /** Tells of the scans while tasks are at work. */
  ScanProgress progress(int all, Consumer<String> out) {
    return new ScanProgress(scans, failed, new Progress(all, out));
  }
}
