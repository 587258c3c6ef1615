package io.medseg.dataset;

import io.medseg.InputException;
import io.medseg.text.PathText;
import io.medseg.text.Spelling;
import io.medseg.volume.Affine;
import io.medseg.volume.Orientation;
import io.medseg.volume.Spacing;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * One dataset of a catalog file, key by key; every refusal names file, dataset and key.
 *
 * @param name of the dataset
 * @param fields its keys and values, as YAML gives them
 * @param file the catalog file, for messages
 */
record CatalogEntry(String name, Map<String, Object> fields, String file) {
  private static final String MASK_VALUES = "mask_values";

  private static final List<String> KEYS =
      List.of(
          "name",
          "like",
          "root",
          "layout",
          "augmentations",
          "categories",
          "spacing",
          "orientation",
          "affine",
          MASK_VALUES,
          "evaluator",
          "scans",
          "files",
          "image",
          "statistics");

  private static final String EVALUATOR = "SemSegEvaluator";

  /** What a dataset takes from the one that it is like. */
  private static final List<String> INHERITED =
      List.of("layout", "categories", "spacing", "evaluator", MASK_VALUES);

  /** How scans lie in the patient: taken together or not at all. */
  private static final List<String> GEOMETRY = List.of("orientation", "affine");

  /** Keys that only some layouts have; taken from a dataset of the same layout. */
  private static final List<String> LAYOUT_KEYS = List.of("files", "image", "statistics");

  /** Reads an element of the list of datasets. */
  static CatalogEntry of(Object element, String file) {
    if (!(element instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
      throw new InputException(
          "Invalid dataset in " + file + ": " + element + ": a mapping with a name is expected");
    }
    Map<String, Object> fields = new TreeMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), read(String.valueOf(key), value)));
    CatalogEntry entry = new CatalogEntry(name, fields, file);
    fields.keySet().forEach(entry::checkKey);
    return entry;
  }

  private static Object read(String key, Object value) {
    return key.endsWith("spacing") || key.endsWith("affine") ? Geometry.numbers(value) : value;
  }

  private void checkKey(String key) {
    if (!KEYS.contains(key)) {
      throw new InputException(
          "Invalid key %s of dataset %s in %s%s; known are %s"
              .formatted(key, name, file, Spelling.hint(key, KEYS), String.join(", ", KEYS)));
    }
  }

  /** This entry with what it takes from another. */
  CatalogEntry like(CatalogEntry other) {
    Map<String, Object> merged = new TreeMap<>(fields);
    for (String key : INHERITED) {
      if (other.fields.containsKey(key)) {
        merged.putIfAbsent(key, other.fields.get(key));
      }
    }
    if (GEOMETRY.stream().noneMatch(fields::containsKey)) {
      GEOMETRY.stream()
          .filter(other.fields::containsKey)
          .forEach(key -> merged.putIfAbsent(key, other.fields.get(key)));
    }
    if (Objects.equals(merged.get("layout"), other.fields.get("layout"))) {
      for (String key : LAYOUT_KEYS) {
        if (other.fields.containsKey(key)) {
          merged.putIfAbsent(key, other.fields.get(key));
        }
      }
    }
    return new CatalogEntry(name, merged, file);
  }

  /** Text of a key; null if it is not given. */
  String text(String key) {
    Object value = fields.get(key);
    if (value == null || value instanceof String text && !text.isBlank()) {
      return (String) value;
    }
    throw invalid(key, value, "a text is expected");
  }

  /** Text of a key that must be given. */
  String required(String key) {
    String text = text(key);
    if (text == null) {
      throw new InputException("Invalid dataset %s in %s: it has no %s".formatted(name, file, key));
    }
    return text;
  }

  /** Where it lies, relative or not. */
  Path root() {
    return PathText.of("dataset " + name + " in " + file, required("root"));
  }

  String layout() {
    String layout = required("layout");
    List<String> known = Layouts.names();
    if (!known.contains(layout) && !layout.contains(".")) {
      throw invalid(
          "layout", layout, "known are " + String.join(", ", known) + ", or the name of a class");
    }
    return layout;
  }

  /** What is said for the layout alone. */
  Map<String, String> layoutKeys() {
    Map<String, String> given = new TreeMap<>();
    for (String key : LAYOUT_KEYS) {
      String value = text(key);
      if (value != null && !Layouts.takes(layout(), key)) {
        throw invalid(key, value, "layout " + layout() + " has no such key");
      }
      if (value != null) {
        given.put(key, value);
      }
    }
    return given;
  }

  String evaluator() {
    String evaluator = text("evaluator");
    return evaluator == null ? EVALUATOR : evaluator;
  }

  MaskRule maskRule() {
    Object given = fields.get(MASK_VALUES);
    return given == null ? MaskRule.BINARY : maskRule(MASK_VALUES, given);
  }

  private MaskRule maskRule(String key, Object value) {
    try {
      return MaskRule.named(value);
    } catch (IllegalArgumentException e) {
      String reason = "known are " + String.join(", ", MaskRule.titles());
      throw new InputException(message(key, value, reason), e);
    }
  }

  Augmentations augmentations() {
    String given = text("augmentations");
    if (given == null) {
      return Augmentations.ORIGINAL;
    }
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "original" -> Augmentations.ORIGINAL;
      case "all" -> Augmentations.ALL;
      default -> throw invalid("augmentations", given, "known are original, all");
    };
  }

  /** What it states, or the size of the affine's voxels. */
  Spacing spacing() {
    Object value = fields.get("spacing");
    Affine affine = affine();
    if (value == null) {
      return affine == null ? null : affine.spacing();
    }
    Spacing spacing = spacing("spacing", value);
    if (affine != null && !Geometry.agree(affine.spacing(), spacing)) {
      String voxels = "the affine's voxels are " + Geometry.text(affine.spacing());
      throw invalid("spacing", value, voxels);
    }
    return spacing;
  }

  Orientation orientation() {
    Object value = fields.get("orientation");
    return value == null ? null : orientation("orientation", value);
  }

  Affine affine() {
    Object value = fields.get("affine");
    if (value != null && fields.get("orientation") != null) {
      throw invalid("orientation", fields.get("orientation"), "the affine says it already");
    }
    return value == null ? null : affine("affine", value);
  }

  private Orientation orientation(String key, Object value) {
    try {
      return Geometry.orientation(value);
    } catch (IllegalArgumentException e) {
      String reason = "three sides are expected, one of each pair L R, A P, I S: RAS, or SI AP LR";
      throw new InputException(message(key, value, reason), e);
    }
  }

  private Affine affine(String key, Object value) {
    try {
      return Geometry.affine(value);
    } catch (IllegalArgumentException e) {
      String reason =
          "four rows of four numbers are expected, the last 0, 0, 0, 1, whose columns span space";
      throw new InputException(message(key, value, reason), e);
    }
  }

  private Spacing spacing(String key, Object value) {
    if (value instanceof List<?> mm
        && mm.size() == 3
        && mm.get(0) instanceof Number height
        && mm.get(1) instanceof Number width
        && mm.get(2) instanceof Number depth) {
      try {
        return new Spacing(height.doubleValue(), width.doubleValue(), depth.doubleValue());
      } catch (IllegalArgumentException e) {
        throw new InputException(message(key, value, "each must be positive and finite"), e);
      }
    }
    throw invalid(key, value, "three numbers are expected, mm along height, width and depth");
  }

  /** {@code scan_*} values by scan id. */
  Map<String, Map<String, Object>> scans() {
    Object value = fields.get("scans");
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> byId)) {
      throw invalid("scans", value, "a mapping from scan id to its scan_ values is expected");
    }
    Map<String, Map<String, Object>> scans = new HashMap<>();
    byId.forEach((id, overrides) -> scans.put(String.valueOf(id), overrides(id, overrides)));
    return scans;
  }

  private Map<String, Object> overrides(Object scanId, Object value) {
    if (!(value instanceof Map<?, ?> given)) {
      throw invalid("scans", value, "scan " + scanId + " needs a mapping of scan_ values");
    }
    Map<String, Object> overrides = new HashMap<>();
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      if (!(entry.getKey() instanceof String key) || !key.startsWith("scan_")) {
        throw invalid("scans", value, "the keys of scan " + scanId + " must begin with scan_");
      }
      if (entry.getValue() == null) {
        throw invalid("scans", value, key + " of scan " + scanId + " has no value");
      }
      Object read = read(key, entry.getValue());
      checkValue(scanId, key, read);
      overrides.put(key, read);
    }
    return overrides;
  }

  private void checkValue(Object scanId, String key, Object value) {
    String name = key + " of scan " + scanId;
    switch (key) {
      case "scan_spacing" -> spacing(name, value);
      case "scan_orientation" -> orientation(name, value);
      case "scan_affine" -> affine(name, value);
      case Scan.MASK_VALUES -> maskRule(name, value);
      default -> {}
    }
  }

  /** The tasks that it has classes for; one without a name if classes do not depend on a task. */
  List<String> tasks() {
    return fields.get("categories") instanceof Map<?, ?> byTask
        ? byTask.keySet().stream().map(String::valueOf).sorted().toList()
        : List.of("");
  }

  /** The classes for a task; the task matters only where the entry has classes per task. */
  List<Category> categories(String task) {
    Object value = fields.get("categories");
    if (value instanceof Map<?, ?> byTask) {
      value = byTask.get(task);
      if (value == null) {
        throw new InputException(
            "Invalid PRIMARY_TASK: '%s': dataset %s has categories for %s"
                .formatted(task, name, String.join(", ", tasks())));
      }
    }
    return value == null ? List.of() : new CategoryReader(this).read(value);
  }

  InputException invalid(String key, Object value, String reason) {
    return new InputException(message(key, value, reason));
  }

  private String message(String key, Object value, String reason) {
    return "Invalid %s of dataset %s in %s: %s: %s".formatted(key, name, file, value, reason);
  }
}
