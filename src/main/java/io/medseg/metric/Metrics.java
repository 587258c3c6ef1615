package io.medseg.metric;

import io.medseg.InputException;
import io.medseg.Registry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The metrics by name, as TEST_METRICS lists them. A new one is a class that implements {@link
 * Metric} and a line here, or a class of the user's own that is named in full.
 */
public final class Metrics {
  private static final Registry<Metric> REGISTRY =
      new Registry<>("metric", Metric.class, builtIns());

  private Metrics() {}

  private static Map<String, String> builtIns() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("DSC", Dsc.class.getName());
    classes.put("VOE", Voe.class.getName());
    classes.put("ASSD", Assd.class.getName());
    classes.put("CV", Cv.class.getName());
    classes.put("Precision", Precision.class.getName());
    classes.put("Recall", Recall.class.getName());
    classes.put("ASSD_POOLED", AssdPooled.class.getName());
    return classes;
  }

  /** The built-in names. */
  public static Iterable<String> names() {
    return REGISTRY.names();
  }

  /**
   * The metrics of these names, in their order.
   *
   * @throws InputException if a name is unknown, is given twice, or there is none, or if a metric
   *     has no name for results
   */
  public static List<Metric> create(List<String> names) {
    if (names.isEmpty()) {
      throw new InputException(
          "Invalid TEST_METRICS: none is named; known are " + String.join(", ", names()));
    }
    List<Metric> metrics = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      Metric metric = REGISTRY.create(name);
      requireLabels(name, metric);
      if (!seen.add(metric.name())) {
        throw new InputException("Invalid TEST_METRICS: " + metric.name() + " is named twice");
      }
      metrics.add(metric);
    }
    return List.copyOf(metrics);
  }

  /** What a metric of the user's own says of itself, before hours of work. */
  private static void requireLabels(String name, Metric metric) {
    try {
      if (metric.name() == null || metric.name().isBlank() || metric.unit() == null) {
        throw new InputException(
            "Invalid TEST_METRICS: metric %s has name '%s' and unit '%s'; results need a name, and a unit that may be empty"
                .formatted(name, metric.name(), metric.unit()));
      }
      if (metric.better() == null) {
        throw new InputException(
            "Invalid TEST_METRICS: metric %s does not say which values are better".formatted(name));
      }
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InputException(
          "Invalid TEST_METRICS: metric %s cannot say its name, unit and which values are better: %s"
              .formatted(name, e),
          e);
    }
  }
}
