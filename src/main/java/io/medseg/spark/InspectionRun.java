package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.inspection.InspectedScan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks at scans of several datasets on Spark: one stage, without a shuffle; only facts and
 * findings come back. The result does not depend on the number of tasks. Runs on the driver.
 */
public final class InspectionRun {
  private final JavaSparkContext spark;
  private final List<InspectionRecipe> recipes;
  private final Consumer<String> progress;

  /**
   * A run with a recipe for each dataset.
   *
   * @param progress takes lines about how far the run is
   */
  public InspectionRun(
      JavaSparkContext spark, List<InspectionRecipe> recipes, Consumer<String> progress) {
    SparkSettings.check(spark.getConf());
    this.spark = spark;
    this.recipes = List.copyOf(recipes);
    this.progress = progress;
  }

  /**
   * Reads every scan once. A scan that cannot be read is a finding.
   *
   * @param scans of each dataset
   * @return of each scan, in no particular order
   */
  public List<InspectedScan> run(List<List<Scan>> scans) {
    List<List<ListedScan>> dealt = dealt(scans, SparkSettings.slots(spark));
    if (dealt.isEmpty()) {
      return List.of();
    }
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    int count = dealt.stream().mapToInt(List::size).sum();
    ScanProgress counts =
        new ScanProgress(
            spark.sc().longAccumulator("scans read"),
            spark.sc().longAccumulator("scans that cannot be read"),
            new Progress(count, progress));
    counts.watch(spark.sc());
    spark.setCallSite("Read scans and look at their voxels");
    try {
      return SparkJobs.inWords(
          () ->
              spark
                  .parallelize(dealt, dealt.size())
                  .mapPartitions(new InspectScans(recipes, counts.read(), counts.unread(), hadoop))
                  .collect());
    } finally {
      spark.clearCallSite();
      counts.end(spark.sc());
    }
  }

  /** What each task gets, so that all have about the same bytes and the largest begin first. */
  static List<List<ListedScan>> dealt(List<List<Scan>> scans, int slots) {
    List<ListedScan> all = new ArrayList<>();
    for (int recipe = 0; recipe < scans.size(); recipe++) {
      for (Scan scan : scans.get(recipe)) {
        all.add(new ListedScan(recipe, scan));
      }
    }
    all.sort(Comparator.<ListedScan>comparingLong(listed -> listed.scan().bytes()).reversed());
    int tasks = all.isEmpty() ? 0 : Balance.partitions(all.size(), slots);
    List<List<ListedScan>> dealt = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      dealt.add(new ArrayList<>());
    }
    // A file costs something to open, however small it is.
    long[] costs = all.stream().mapToLong(listed -> listed.scan().bytes() + 1).toArray();
    int[] taskOf = Balance.assign(costs, tasks);
    for (int i = 0; i < taskOf.length; i++) {
      dealt.get(taskOf[i]).add(all.get(i));
    }
    return dealt;
  }
}
