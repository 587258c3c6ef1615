package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.evaluation.ScanFailure;
import io.medseg.shards.IndexedSide;
import io.medseg.shards.ShardEntries;
import io.medseg.shards.ShardEntry;
import io.medseg.shards.ShardLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Turns scans into training shards on Spark: deal elements to shards, read and cut scans, one
 * shuffle that brings the elements of a shard together in its order, write. The shards do not
 * depend on the number of tasks or executors. Runs on the driver.
 */
public final class ShardRun {
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final ShardRecipe recipe;
  private final ShardSettings settings;
  private final String folder;
  private final Consumer<String> progress;
  private final Broadcast<SerializableConfiguration> broadcast;

  /**
   * @param folder for the shards, with file system and from the root
   * @param progress takes lines about how far the run is
   */
  public ShardRun(
      JavaSparkContext spark,
      ShardRecipe recipe,
      ShardSettings settings,
      String folder,
      Consumer<String> progress) {
    SparkSettings.check(spark.getConf());
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.recipe = recipe;
    this.settings = settings;
    this.folder = folder;
    this.progress = progress;
    this.broadcast = spark.broadcast(new SerializableConfiguration(hadoop));
  }

  /** What a run gave; a scan fails once. */
  public record Result(List<IndexedSide> sides, List<ScanFailure> failures) {}

  /**
   * Refuses what cannot be written, as far as shapes tell.
   *
   * @throws InputException if elements of a side make no batches
   */
  public void check(ElementPlan plan) {
    sides(plan).forEach(side -> BatchCheck.of(side, recipe).check(recipe.grouping()));
  }

  /**
   * Writes the shards that are not there yet.
   *
   * @param fingerprint of the run; shards of another one are written again
   * @throws InputException if a shard cannot be written
   */
  public Result run(ElementPlan plan, String fingerprint) {
    List<SideElements> sides = sides(plan);
    List<ShardLayout> layouts = sides.stream().map(side -> side.layout(recipe.grouping())).toList();
    ShardTargets targets = targets(layouts, fingerprint);
    int all = layouts.stream().mapToInt(ShardLayout::shards).sum();
    int written = all - targets.targets().size();
    if (written > 0) {
      progress.accept("%d of %d shards are written already".formatted(written, all));
    }
    List<ScanFailure> failures = new ArrayList<>(plan.failures());
    if (!targets.targets().isEmpty()) {
      failures.addAll(write(sides, targets, fingerprint));
    }
    ShardIndexer indexer = new ShardIndexer(spark, recipe, folder, broadcast);
    List<IndexedSide> indexed = new ArrayList<>();
    for (int side = 0; side < sides.size(); side++) {
      indexed.add(indexer.indexed(sides.get(side), layouts.get(side), fingerprint));
    }
    return new Result(indexed, distinct(failures));
  }

  private List<SideElements> sides(ElementPlan plan) {
    Map<String, Integer> sideOf = settings.split().sides(plan.all(), settings.seed());
    List<SideElements> sides = new ArrayList<>();
    for (int side = 0; side < settings.split().names().size(); side++) {
      int number = side;
      List<PlannedScan> scans =
          plan.scans().stream().filter(scan -> sideOf.get(scan.scan().scanId()) == number).toList();
      sides.add(new SideElements(side, settings.split().names().get(side), scans, settings));
    }
    return sides;
  }

  private ShardTargets targets(List<ShardLayout> layouts, String fingerprint) {
    ShardEntries entries = new ShardEntries(new Path(folder), hadoop);
    List<ShardTargets.Target> targets = new ArrayList<>();
    for (int side = 0; side < layouts.size(); side++) {
      List<String> names = layouts.get(side).names(recipe.format(), recipe.compression());
      for (int shard = 0; shard < names.size(); shard++) {
        Optional<ShardEntry> found = entries.find(names.get(shard), fingerprint);
        // What was missing may be there now.
        if (found.isEmpty() || found.get().missing().length > 0) {
          targets.add(new ShardTargets.Target(side, shard));
        }
      }
    }
    return ShardTargets.of(layouts, targets);
  }

  private List<ScanFailure> write(
      List<SideElements> sides, ShardTargets targets, String fingerprint) {
    ShardMetrics metrics = ShardMetrics.register(spark.sc());
    List<ScanPlacement> placements = new ArrayList<>();
    sides.forEach(side -> placements.addAll(side.placements()));
    placements.removeIf(placement -> !targets.wants(placement));
    int shards = targets.targets().size();
    int tasks = Balance.partitions(placements.size(), SparkSettings.slots(spark));
    spark.setCallSite("Read scans and cut their elements");
    var elements =
        spark
            .parallelize(placements, tasks)
            .mapPartitionsToPair(new ScatterElements(recipe, targets, metrics, broadcast))
            .repartitionAndSortWithinPartitions(new ShardPartitioner(shards));
    spark.setCallSite("Write shards");
    JavaRDD<ScanFailure> failures =
        elements.mapPartitions(new WriteShards(recipe, targets, folder, fingerprint, broadcast));
    ScanProgress cut = metrics.progress(placements.size(), progress);
    ShardWatcher finished = new ShardWatcher(new Progress(shards, "shard", progress));
    cut.watch(spark.sc());
    spark.sc().addSparkListener(finished);
    try {
      return SparkJobs.inWords(failures::collect);
    } finally {
      cut.end(spark.sc());
      spark.sc().removeSparkListener(finished);
      spark.clearCallSite();
    }
  }

  private static List<ScanFailure> distinct(List<ScanFailure> failures) {
    Map<String, ScanFailure> byScan = new LinkedHashMap<>();
    failures.forEach(failure -> byScan.putIfAbsent(failure.scanId(), failure));
    return List.copyOf(byScan.values());
  }
}
