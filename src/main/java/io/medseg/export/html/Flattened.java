package io.medseg.export.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The leaves of nested maps, each with its path, as in "model.fingerprint". */
public final class Flattened {
  /** A leaf. */
  public record Entry(String path, String value) {}

  private Flattened() {}

  /**
   * The leaves in the order of their paths; a list is one leaf.
   *
   * @param without paths that are left out with all that is below them
   */
  public static List<Entry> of(Map<String, ?> nested, Set<String> without) {
    List<Entry> entries = new ArrayList<>();
    add(entries, "", nested, without);
    return entries;
  }

  private static void add(
      List<Entry> entries, String prefix, Map<?, ?> nested, Set<String> without) {
    new TreeMap<>(nested)
        .forEach(
            (key, value) -> {
              String path = prefix + key;
              if (without.contains(path)) {
                return;
              }
              if (value instanceof Map<?, ?> map && !map.isEmpty()) {
                add(entries, path + ".", map, without);
              } else {
                entries.add(new Entry(path, text(value)));
              }
            });
  }

  private static String text(Object value) {
    if (value instanceof Collection<?> list) {
      return list.isEmpty()
          ? "none"
          : String.join(", ", list.stream().map(Flattened::text).toList());
    }
    return String.valueOf(value);
  }
}
