package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks at scans for a preprocessing without reading voxels: how many elements each has, and which
 * cannot be used. Runs on the driver.
 *
 * @param progress takes what should be known of the scans together
 */
public record ElementPlanner(
    JavaSparkContext spark, ShardRecipe recipe, Consumer<String> progress) {

  /**
   * Looks at the shapes of scans, on the executors; in the order given. A scan whose elements would
   * depend on what they are batched with is a failure.
   */
  public ElementPlan plan(List<Scan> scans) {
    int tasks = Balance.partitions(scans.size(), SparkSettings.slots(spark));
    spark.setCallSite("Look at the shapes of scans");
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<PlanScans.Outcome> outcomes =
        SparkJobs.inWords(
            () ->
                spark
                    .parallelize(scans, tasks)
                    .mapPartitions(new PlanElements(recipe, hadoop))
                    .collect());
    List<PlannedScan> planned = new ArrayList<>();
    List<ScanFailure> failures = new ArrayList<>();
    for (PlanScans.Outcome outcome : outcomes) {
      if (outcome instanceof PlanScans.Outcome.Planned found) {
        planned.add(found.scan());
      } else {
        failures.add(((PlanScans.Outcome.Failed) outcome).failure());
      }
    }
    return withLabelsOrWithout(scans, planned, failures);
  }

  /** A trainer takes records with y or without; scans without masks among others are a mistake. */
  private ElementPlan withLabelsOrWithout(
      List<Scan> all, List<PlannedScan> planned, List<ScanFailure> failures) {
    boolean anyMasks = planned.stream().anyMatch(scan -> scan.header().maskChannels() > 0);
    if (!anyMasks && recipe.wantsMasks() && !planned.isEmpty()) {
      progress.accept("No scan has masks: records have no y");
    }
    if (!anyMasks || !recipe.wantsMasks()) {
      return new ElementPlan(all, planned, failures);
    }
    List<PlannedScan> labelled = new ArrayList<>();
    for (PlannedScan scan : planned) {
      if (scan.header().maskChannels() > 0) {
        labelled.add(scan);
      } else {
        String message =
            "Cannot write elements of scan %s: it has no masks, but others have (%s)"
                .formatted(scan.scan().scanId(), scan.scan().source().location());
        failures.add(new ScanFailure(scan.scan().scanId(), Stage.PLAN, message));
      }
    }
    return new ElementPlan(all, labelled, failures);
  }
}
