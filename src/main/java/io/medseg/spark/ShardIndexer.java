package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.shards.EpochOrders;
import io.medseg.shards.IndexedSide;
import io.medseg.shards.Quantiles;
import io.medseg.shards.ShardEntries;
import io.medseg.shards.ShardEntry;
import io.medseg.shards.ShardFile;
import io.medseg.shards.ShardLayout;
import io.medseg.shards.ShardStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Puts together what the index tells of shards that are written: their entries, the orders of
 * epochs, percentiles. Runs on the driver.
 *
 * @param folder of the shards
 */
record ShardIndexer(
    JavaSparkContext spark,
    ShardRecipe recipe,
    String folder,
    Broadcast<SerializableConfiguration> hadoop) {

  /**
   * All of one side.
   *
   * @throws InputException if a shard is not there or damaged, or an order cannot be written
   */
  IndexedSide indexed(SideElements side, ShardLayout layout, String fingerprint) {
    ShardEntries files = new ShardEntries(new Path(folder), configuration());
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
    List<String> names = EpochOrders.names(side.name(), side.settings().epochs());
    side.forEachEpoch(
        missing,
        (epoch, records) ->
            EpochOrders.write(new Path(folder, names.get(epoch)), records, configuration()));
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
                .mapPartitions(new CountLowerHalves(wanted, hadoop))
                .reduce(new AddCounts()));
  }

  private Configuration configuration() {
    return hadoop.value().value();
  }
}
