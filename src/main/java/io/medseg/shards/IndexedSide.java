package io.medseg.shards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an index tells of one side of a split.
 *
 * @param name of the side
 * @param scans ids of its scans
 * @param subjects how many these are of
 * @param epochs names of the lists of orders
 * @param shards in their order
 * @param statistics of all elements
 * @param percentiles of the intensities; null where there are none
 */
public record IndexedSide(
    String name,
    List<String> scans,
    int subjects,
    List<String> epochs,
    List<ShardEntry> shards,
    ShardStatistics statistics,
    Quantiles.Counts percentiles) {
  /** Copies the lists. */
  public IndexedSide {
    scans = List.copyOf(scans);
    epochs = List.copyOf(epochs);
    shards = List.copyOf(shards);
  }

  /** Number of records. */
  public long records() {
    return shards.stream().mapToLong(ShardEntry::records).sum();
  }

  /** Bytes of its shards. */
  public long bytes() {
    return shards.stream().mapToLong(shard -> shard.file().bytes()).sum();
  }

  Map<String, Object> json(List<String> classNames) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("subjects", subjects);
    json.put("scans", scans);
    json.put("elements", statistics.elements());
    json.put("records", records());
    json.put("epochs", epochs);
    json.put("shards", shards.stream().map(IndexedSide::shard).toList());
    json.put("class_frequencies", frequencies(classNames));
    json.put("intensities", intensities());
    return json;
  }

  private static Map<String, Object> shard(ShardEntry shard) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", shard.file().name());
    json.put("bytes", shard.file().bytes());
    json.put("sha256", shard.file().sha256());
    json.put("records", shard.records());
    json.put("elements", shard.statistics().elements());
    return json;
  }

  private List<Map<String, Object>> frequencies(List<String> classNames) {
    List<Map<String, Object>> all = new ArrayList<>();
    List<ClassFrequency> classes = statistics.classes();
    for (int c = 0; c < classes.size(); c++) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", c < classNames.size() ? classNames.get(c) : "class " + c);
      json.put("voxels", classes.get(c).voxels());
      json.put("fraction", (double) classes.get(c).voxels() / statistics.maskVoxels());
      json.put("elements", classes.get(c).elements());
      all.add(json);
    }
    return all;
  }

  private List<Map<String, Object>> intensities() {
    List<Map<String, Object>> all = new ArrayList<>();
    List<ChannelStatistics> channels = statistics.channels();
    for (int c = 0; c < channels.size(); c++) {
      ChannelStatistics channel = channels.get(c);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("channel", c);
      json.put("count", channel.count());
      json.put("mean", channel.mean());
      json.put("sd", channel.deviation());
      json.put("min", channel.least());
      json.put("max", channel.most());
      json.put("percentiles", percentiles == null ? Map.of() : percentiles.percentiles(c, channel));
      all.add(json);
    }
    return all;
  }
}
