package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanFailure;
import io.medseg.shards.SubjectSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Writes scans in another layout on Spark. Runs on the driver. */
public final class ConversionRun {
  private final JavaSparkContext spark;
  private final ScanFormat format;
  private final SubjectSplit split;
  private final long seed;
  private final RunLedger ledger;
  private final Consumer<String> progress;

  /**
   * @param split of the subjects, each side a folder
   * @param seed of the split
   * @param ledger where finished scans are entered; its folder is that of the output
   * @param progress takes lines about how far the run is
   */
  public ConversionRun(
      JavaSparkContext spark,
      ScanFormat format,
      SubjectSplit split,
      long seed,
      RunLedger ledger,
      Consumer<String> progress) {
    SparkSettings.check(spark.getConf());
    this.spark = spark;
    this.format = format;
    this.split = split;
    this.seed = seed;
    this.ledger = ledger;
    this.progress = progress;
  }

  /**
   * What a run gave.
   *
   * @param written ids of the scans of each side, those of an earlier run included
   * @param resumed how many an earlier run had written
   */
  public record Result(List<List<String>> written, List<ScanFailure> failures, int resumed) {}

  /** Writes the scans. */
  public Result run(List<Scan> scans) {
    Map<String, Integer> sides = split.sides(scans, seed);
    List<ConvertScans.Item> items = new ArrayList<>();
    for (Scan scan : scans) {
      items.add(new ConvertScans.Item(scan, split.names().get(sides.get(scan.scanId()))));
    }
    ShardMetrics metrics = ShardMetrics.register(spark.sc());
    ScanProgress watcher = metrics.progress(scans.size(), progress);
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    int tasks = Balance.partitions(scans.size(), SparkSettings.slots(spark));
    spark.setCallSite("Read and write scans");
    watcher.watch(spark.sc());
    try {
      return result(
          SparkJobs.inWords(
              () ->
                  spark
                      .parallelize(items, tasks)
                      .mapPartitions(
                          new ConvertScans(format, ledger.run(), ledger, metrics, hadoop))
                      .collect()),
          sides);
    } finally {
      watcher.end(spark.sc());
      spark.clearCallSite();
    }
  }

  private Result result(List<ConvertScans.Outcome> outcomes, Map<String, Integer> sides) {
    List<List<String>> written = new ArrayList<>();
    split.names().forEach(side -> written.add(new ArrayList<>()));
    List<ScanFailure> failures = new ArrayList<>();
    int resumed = 0;
    for (ConvertScans.Outcome outcome : outcomes) {
      if (outcome instanceof ConvertScans.Outcome.Failed failed) {
        failures.add(failed.failure());
      } else if (outcome instanceof ConvertScans.Outcome.Kept kept) {
        resumed++;
        written.get(sides.get(kept.scanId())).add(kept.scanId());
      } else {
        String scanId = ((ConvertScans.Outcome.Written) outcome).scanId();
        written.get(sides.get(scanId)).add(scanId);
      }
    }
    return new Result(written, failures, resumed);
  }
}
