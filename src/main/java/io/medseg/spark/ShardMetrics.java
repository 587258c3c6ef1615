package io.medseg.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a preprocessing count, as accumulators that Spark's pages show by name. A task
 * that Spark repeats may count twice; results never come from here.
 *
 * @param scans read and cut
 * @param bytesRead from files
 */
record ShardMetrics(LongAccumulator scans, LongAccumulator bytesRead) implements Serializable {
  /** Accumulators of this application. */
  static ShardMetrics register(SparkContext spark) {
    return new ShardMetrics(
        spark.longAccumulator("scans cut"), spark.longAccumulator("bytes read"));
  }
}
