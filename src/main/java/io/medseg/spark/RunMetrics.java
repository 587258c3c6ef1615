package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import java.io.Serializable;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a run count, as accumulators that Spark's pages show by name. A task that Spark
 * repeats may count twice; results never come from here.
 *
 * @param scans with a result
 * @param failures of the others
 * @param elements predicted
 * @param bytesRead from files
 * @param modelMillis in the model, over all tasks
 */
public record RunMetrics(
    LongAccumulator scans,
    CollectionAccumulator<ScanFailure> failures,
    LongAccumulator elements,
    LongAccumulator bytesRead,
    LongAccumulator modelMillis)
    implements Serializable {

  /** Accumulators of this application. */
  static RunMetrics register(SparkContext spark) {
    return new RunMetrics(
        spark.longAccumulator("scans finished"),
        spark.collectionAccumulator("scans failed"),
        spark.longAccumulator("elements predicted"),
        spark.longAccumulator("bytes read"),
        spark.longAccumulator("milliseconds in the model"));
  }

  /** An outcome that is final for its scan. */
  void count(ScanOutcome outcome) {
    if (outcome instanceof ScanOutcome.Scored) {
      scans.add(1);
    } else if (outcome instanceof ScanOutcome.Failed failed) {
      failures.add(failed.failure());
    }
  }

  /** Work that was done for a scan or a share of it. */
  void count(int predicted, ScanTimes times, long read) {
    elements.add(predicted);
    modelMillis.add(times.model() / 1_000_000);
    bytesRead.add(read);
  }

  /** The failures so far, of each scan one: a task that was repeated may have told twice. */
  Collection<ScanFailure> distinctFailures() {
    Map<String, ScanFailure> byScan = new TreeMap<>();
    failures.value().forEach(failure -> byScan.putIfAbsent(failure.scanId(), failure));
    return byScan.values();
  }

  /** The numbers by name. */
  public Map<String, Long> values() {
    return Map.of(
        "scans_finished", scans.value(),
        "scans_failed", (long) distinctFailures().size(),
        "elements_predicted", elements.value(),
        "bytes_read", bytesRead.value(),
        "model_milliseconds", modelMillis.value());
  }
}
