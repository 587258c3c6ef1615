package io.medseg.shards;

import io.medseg.export.JsonText;
import io.medseg.export.Report;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code index.json}: what a trainer needs to know of shards. Written last: where it is, everything
 * it names is complete. {@code docs/training.md} explains its keys.
 *
 * @param facts how the records were made, by key
 * @param classNames of y, in its order
 * @param sides of the split
 */
public record ShardIndex(
    Map<String, Object> facts, List<String> classNames, List<IndexedSide> sides) implements Report {
  /** Its name in the output. */
  public static final String NAME = "index.json";

  private static final int VERSION = 1;

  @Override
  public String fileName() {
    return NAME;
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>(facts);
    json.put("version", VERSION);
    ShardStatistics shapes = new ShardStatistics();
    sides.forEach(side -> shapes.addShapes(side.statistics()));
    json.put("x", shapes.shapes().get(0).json());
    json.put("y", shapes.shapes().get(1).json());
    if (shapes.shapes().get(2).arrays() > 0) {
      json.put("x_raw", shapes.shapes().get(2).json());
    }
    Map<String, Object> splits = new LinkedHashMap<>();
    sides.forEach(side -> splits.put(side.name(), side.json(classNames)));
    json.put("splits", splits);
    JsonText.STRICT.write(json, out);
  }
}
