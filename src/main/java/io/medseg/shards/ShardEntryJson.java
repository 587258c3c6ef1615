package io.medseg.shards;

import io.medseg.export.JsonText;
import io.medseg.ledger.WrittenFile;
import io.medseg.text.TextFile;
import io.medseg.volume.Moments;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries of shards as JSON. */
final class ShardEntryJson {
  private ShardEntryJson() {}

  static void write(ShardEntry entry, Writer out) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("fingerprint", entry.fingerprint());
    json.put("file", entry.file().name());
    json.put("bytes", entry.file().bytes());
    json.put("sha256", entry.file().sha256());
    json.put("records", entry.records());
    json.put("missing", compact(entry.missing()));
    ShardStatistics statistics = entry.statistics();
    json.put("elements", statistics.elements());
    json.put("mask_voxels", statistics.maskVoxels());
    json.put(
        "classes",
        statistics.classes().stream().map(c -> compact(c.voxels(), c.elements())).toList());
    json.put("channels", statistics.channels().stream().map(ShardEntryJson::channel).toList());
    json.put("shapes", statistics.shapes().stream().map(ShardEntryJson::shape).toList());
    JsonText.PYTHON.write(json, out);
  }

  /** In one line: there may be thousands. */
  private static String compact(long... numbers) {
    StringBuilder text = new StringBuilder();
    for (long number : numbers) {
      text.append(text.isEmpty() ? "" : " ").append(number);
    }
    return text.toString();
  }

  private static Map<String, Object> channel(ChannelStatistics channel) {
    ChannelStatistics.Summary summary = channel.summary();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", summary.moments().count());
    json.put("mean", summary.moments().mean());
    json.put("squares", summary.moments().squares());
    json.put("min", (double) summary.least());
    json.put("max", (double) summary.most());
    json.put("has_nan", summary.hasNan());
    json.put("upper_halves", compact(channel.sparseCounts()));
    return json;
  }

  private static Map<String, Object> shape(ElementShape shape) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("arrays", shape.arrays());
    json.put("dtype", shape.type());
    json.put("shape", shape.lengths());
    return json;
  }

  /**
   * The entry in a file.
   *
   * @throws RuntimeException if anything is missing or of another kind
   */
  static ShardEntry read(TextFile file) {
    Map<String, Object> json = io.medseg.text.JsonText.object("entry of a shard", file);
    List<ChannelStatistics> channels =
        list(json, "channels").stream().map(ShardEntryJson::channelOf).toList();
    List<ClassFrequency> classes =
        list(json, "classes").stream()
            .map(text -> numbers((String) text))
            .map(n -> new ClassFrequency(n[0], n[1]))
            .toList();
    List<ElementShape> shapes = list(json, "shapes").stream().map(ShardEntryJson::shapeOf).toList();
    return new ShardEntry(
        (String) json.get("fingerprint"),
        new WrittenFile(
            (String) json.get("file"), whole(json, "bytes"), (String) json.get("sha256")),
        whole(json, "records"),
        numbers((String) json.get("missing")),
        ShardStatistics.of(
            whole(json, "elements"), channels, classes, whole(json, "mask_voxels"), shapes));
  }

  private static ChannelStatistics channelOf(Object value) {
    Map<?, ?> json = (Map<?, ?>) value;
    long[] pairs = numbers((String) json.get("upper_halves"));
    long[] upper = new long[FloatOrder.HALVES];
    for (int i = 0; i < pairs.length; i += 2) {
      upper[(int) pairs[i]] = pairs[i + 1];
    }
    return new ChannelStatistics(
        new ChannelStatistics.Summary(
            new Moments(whole(json, "count"), number(json, "mean"), number(json, "squares")),
            (float) number(json, "min"),
            (float) number(json, "max"),
            (Boolean) json.get("has_nan")),
        upper);
  }

  private static ElementShape shapeOf(Object value) {
    Map<?, ?> json = (Map<?, ?>) value;
    List<Integer> lengths = null;
    if (json.get("shape") instanceof List<?> given) {
      lengths = new ArrayList<>();
      for (Object length : given) {
        lengths.add((Integer) length);
      }
    }
    return new ElementShape((String) json.get("dtype"), lengths, whole(json, "arrays"));
  }

  private static long[] numbers(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private static long whole(Map<?, ?> json, String key) {
    return ((Number) json.get(key)).longValue();
  }

  private static double number(Map<?, ?> json, String key) {
    return ((Number) json.get(key)).doubleValue();
  }

  private static List<?> list(Map<String, Object> json, String key) {
    return (List<?>) json.get(key);
  }
}
