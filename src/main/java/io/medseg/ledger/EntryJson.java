package io.medseg.ledger;

import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.PredictionRange;
import io.medseg.evaluation.ScanScores;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries as JSON objects. */
final class EntryJson {
  private EntryJson() {}

  static Map<String, Object> object(LedgerEntry entry) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("scan_id", entry.scanId());
    object.put("input", entry.input());
    object.put("model", entry.key().model());
    object.put("configuration", entry.key().configuration());
    object.put("elements", entry.elements());
    object.put("scores", scores(entry.scores()));
    object.put("files", entry.files().stream().map(EntryJson::file).toList());
    return object;
  }

  private static Map<String, Object> scores(ScanScores scores) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("subject_id", scores.subjectId());
    object.put(
        "values",
        scores.values().stream()
            .map(ofMetric -> Arrays.stream(ofMetric).boxed().toList())
            .toList());
    object.put(
        "counts",
        scores.counts().stream()
            .map(count -> List.of(count.predicted(), count.truth(), count.intersection()))
            .toList());
    object.put("voxels", scores.voxels());
    object.put("uncovered", scores.uncovered());
    object.put("seconds", scores.seconds());
    object.put("odd_inputs", scores.oddInputs());
    object.put("predictions", predictions(scores.predictions()));
    return object;
  }

  private static Map<String, Object> file(WrittenFile file) {
    return Map.of("name", file.name(), "bytes", file.bytes(), "sha256", file.sha256());
  }

  /**
   * The entry of an object.
   *
   * @throws RuntimeException if anything is missing or of another kind
   */
  static LedgerEntry entry(Map<String, Object> object) {
    String scanId = text(object, "scan_id");
    return new LedgerEntry(
        scanId,
        text(object, "input"),
        new RunKey(text(object, "model"), text(object, "configuration")),
        (int) whole(object.get("elements")),
        scores(scanId, map(object.get("scores"))),
        list(object.get("files")).stream().map(file -> file(map(file))).toList());
  }

  private static ScanScores scores(String scanId, Map<String, Object> object) {
    return new ScanScores(
        scanId,
        (String) object.get("subject_id"),
        list(object.get("values")).stream().map(EntryJson::numbers).toList(),
        list(object.get("counts")).stream().map(EntryJson::counts).toList(),
        whole(object.get("voxels")),
        whole(object.get("uncovered")),
        number(object.get("seconds")),
        (int) whole(object.get("odd_inputs")),
        predictions(map(object.get("predictions"))));
  }

  private static Map<String, Object> predictions(PredictionRange range) {
    return Map.of(
        "lowest", range.lowest(),
        "highest", range.highest(),
        "lowest_sum", range.lowestSum(),
        "highest_sum", range.highestSum());
  }

  private static PredictionRange predictions(Map<String, Object> object) {
    return new PredictionRange(
        (float) number(object.get("lowest")),
        (float) number(object.get("highest")),
        (float) number(object.get("lowest_sum")),
        (float) number(object.get("highest_sum")));
  }

  private static double[] numbers(Object values) {
    return list(values).stream().mapToDouble(EntryJson::number).toArray();
  }

  private static ClassCounts counts(Object values) {
    List<?> three = list(values);
    return new ClassCounts(whole(three.get(0)), whole(three.get(1)), whole(three.get(2)));
  }

  private static WrittenFile file(Map<String, Object> object) {
    return new WrittenFile(
        text(object, "name"), whole(object.get("bytes")), text(object, "sha256"));
  }

  private static String text(Map<String, Object> object, String key) {
    if (object.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it holds no text " + key);
  }

  private static long whole(Object value) {
    return ((Number) value).longValue();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
