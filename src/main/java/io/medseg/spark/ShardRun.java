package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.shards.EpochOrders;
import io.medseg.shards.IndexedSide;
import io.medseg.shards.Quantiles;
import io.medseg.shards.RunPlan;
import io.medseg.shards.ShardEntries;
import io.medseg.shards.ShardEntry;
import io.medseg.shards.ShardFile;
import io.medseg.shards.ShardLayout;
import io.medseg.shards.ShardStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Turns scans into training shards on Spark: look at shapes, deal elements to shards, read and cut
 * scans, one shuffle that brings the elements of a shard together in its order, write. The shards
 * do not depend on the number of tasks or executors. Runs on the driver.
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

  /**
   * What is known of the scans.
   *
   * @param all of them; the split is theirs, so that it stays when some cannot be used
   * @param scans those whose elements will be written
   * @param failures why others will not
   */
  public record Plan(List<Scan> all, List<PlannedScan> scans, List<ScanFailure> failures) {
    /** Copies the lists. */
    public Plan {
      all = List.copyOf(all);
      scans = List.copyOf(scans);
      failures = List.copyOf(failures);
    }

    /** Fingerprints of the scans for the plan of the run. */
    public Map<String, String> fingerprints() {
      Map<String, String> fingerprints = new LinkedHashMap<>();
      all.forEach(scan -> fingerprints.put(scan.scanId(), RunPlan.ofFailed(scan)));
      scans.forEach(
          planned ->
              fingerprints.put(
                  planned.scan().scanId(), RunPlan.ofScan(planned.scan(), planned.elements())));
      return fingerprints;
    }
  }

  /**
   * What a run gave.
   *
   * @param resumed shards that an earlier run had written
   */
  public record Result(
      List<IndexedSide> sides, List<ScanFailure> failures, int resumed, long bytesRead) {}

  /** Looks at the shapes of scans, on the executors; in the order given. */
  public Plan plan(List<Scan> scans) {
    int tasks = Balance.partitions(scans.size(), SparkSettings.slots(spark));
    spark.setCallSite("Look at the shapes of scans");
    List<PlanScans.Outcome> outcomes =
        SparkJobs.inWords(
            () ->
                spark
                    .parallelize(scans, tasks)
                    .mapPartitions(new PlanElements(recipe, broadcast))
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
  private Plan withLabelsOrWithout(
      List<Scan> all, List<PlannedScan> planned, List<ScanFailure> failures) {
    boolean anyMasks = planned.stream().anyMatch(scan -> scan.header().maskChannels() > 0);
    if (!anyMasks && recipe.wantsMasks() && !planned.isEmpty()) {
      progress.accept("No scan has masks: records have no y");
    }
    if (!anyMasks || !recipe.wantsMasks()) {
      return new Plan(all, planned, failures);
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
    return new Plan(all, labelled, failures);
  }

  /**
   * Writes the shards that are not there yet.
   *
   * @param fingerprint of the run; shards of another one are written again
   * @throws InputException if a shard cannot be written
   */
  public Result run(Plan plan, String fingerprint) {
    List<SideElements> sides = sides(plan);
    List<ShardLayout> layouts = sides.stream().map(side -> side.layout(recipe.grouping())).toList();
    ShardTargets targets = targets(layouts, fingerprint);
    int all = layouts.stream().mapToInt(ShardLayout::shards).sum();
    int resumed = all - targets.targets().size();
    if (resumed > 0) {
      progress.accept("%d of %d shards are written already".formatted(resumed, all));
    }
    List<ScanFailure> failures = new ArrayList<>(plan.failures());
    ShardMetrics metrics = ShardMetrics.register(spark.sc());
    if (!targets.targets().isEmpty()) {
      failures.addAll(write(sides, targets, metrics, fingerprint));
    }
    List<IndexedSide> indexed = new ArrayList<>();
    for (int side = 0; side < sides.size(); side++) {
      indexed.add(indexed(sides.get(side), layouts.get(side), fingerprint));
    }
    return new Result(indexed, distinct(failures), resumed, metrics.bytesRead().value());
  }

  private List<SideElements> sides(Plan plan) {
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
      List<SideElements> sides, ShardTargets targets, ShardMetrics metrics, String fingerprint) {
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
    JavaRDD<WriteShards.Written> written =
        elements.mapPartitions(new WriteShards(recipe, targets, folder, fingerprint, broadcast));
    ScanProgress cut = metrics.progress(placements.size(), progress);
    ShardWatcher finished = new ShardWatcher(new Progress(shards, "shard", progress));
    spark.sc().addSparkListener(cut);
    spark.sc().addSparkListener(finished);
    try {
      List<ScanFailure> failures = new ArrayList<>();
      SparkJobs.inWords(written::collect).forEach(shard -> failures.addAll(shard.failures()));
      return failures;
    } finally {
      spark.sc().removeSparkListener(cut);
      spark.sc().removeSparkListener(finished);
      spark.clearCallSite();
    }
  }

  private IndexedSide indexed(SideElements side, ShardLayout layout, String fingerprint) {
    ShardEntries files = new ShardEntries(new Path(folder), hadoop);
    ShardStatistics statistics = new ShardStatistics();
    List<ShardEntry> entries = new ArrayList<>();
    for (String name : layout.names(recipe.format(), recipe.compression())) {
      ShardEntry entry =
          files
              .find(name, fingerprint)
              .orElseThrow(
                  () ->
                      new InputException(
                          "Cannot find shard %s in %s although it was written: does another run write there?"
                              .formatted(name, folder)));
      statistics.add(entry.statistics());
      entries.add(entry.withoutIntensities());
    }
    return new IndexedSide(
        side.name(),
        side.scans().stream().map(scan -> scan.scan().scanId()).toList(),
        side.subjects(),
        epochs(side, entries),
        entries,
        statistics,
        percentiles(entries, statistics));
  }

  private List<String> epochs(SideElements side, List<ShardEntry> entries) {
    long[] missing =
        entries.stream().flatMapToLong(entry -> LongStream.of(entry.missing())).toArray();
    List<String> names = EpochOrders.names(side.name(), settings.epochs());
    List<long[]> orders = side.epochs(missing);
    for (int epoch = 0; epoch < names.size(); epoch++) {
      EpochOrders.write(new Path(folder, names.get(epoch)), orders.get(epoch), hadoop);
    }
    return names;
  }

  private Quantiles.Counts percentiles(List<ShardEntry> entries, ShardStatistics statistics) {
    if (entries.isEmpty()) {
      return null;
    }
    List<ShardFile> files =
        entries.stream()
            .map(
                entry ->
                    new ShardFile(
                        folder, entry.file().name(), recipe.format(), recipe.compression()))
            .toList();
    Quantiles.Wanted wanted = Quantiles.Wanted.of(statistics.channels());
    int tasks = Math.min(files.size(), SparkSettings.slots(spark));
    spark.setCallSite("Read shards for percentiles");
    return SparkJobs.inWords(
        () ->
            spark
                .parallelize(files, tasks)
                .mapPartitions(new CountLowerHalves(wanted, broadcast))
                .reduce(new AddCounts()));
  }

  private static List<ScanFailure> distinct(List<ScanFailure> failures) {
    Map<String, ScanFailure> byScan = new LinkedHashMap<>();
    failures.forEach(failure -> byScan.putIfAbsent(failure.scanId(), failure));
    return List.copyOf(byScan.values());
  }
}
