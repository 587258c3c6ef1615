package io.medseg.experiment;

import io.medseg.InputException;
import java.math.BigInteger;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;

/**
 * Deep copies of values as literals: Boolean, Long, Double, String, null, and unmodifiable,
 * serialisable lists and sorted maps of them; and how messages show them.
 */
final class LiteralValues {
  private LiteralValues() {}

  /** A copy with upper-case keys. */
  static TreeMap<String, Object> settings(Map<String, ?> values) {
    TreeMap<String, Object> copy = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          String key = name.toUpperCase(Locale.ROOT);
          if (copy.containsKey(key)) {
            throw new InputException("Invalid experiment: key " + key + " is given twice");
          }
          copy.put(key, copy(key, value));
        });
    return copy;
  }

  private static Object copy(String key, Object value) {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    }
    if (value instanceof Number number) {
      return number(key, number);
    }
    if (value instanceof Collection<?> items) {
      return list(key, items);
    }
    if (value instanceof Map<?, ?> entries) {
      return map(key, entries);
    }
    if (value instanceof Date date) {
      return isoDate(date);
    }
    if (value instanceof byte[]) {
      throw new InputException(
          "Invalid %s: it holds bytes (b'...' or !!binary); a text is expected, as in '...'"
              .formatted(key));
    }
    throw new InputException(
        "Invalid " + key + ": a value of " + value.getClass().getName() + " is no literal");
  }

  private static Object number(String key, Number number) {
    if (number instanceof Double || number instanceof Float) {
      return number.doubleValue();
    }
    if (number instanceof BigInteger big && big.bitLength() > 63) {
      throw new InputException("Invalid " + key + ": " + big + ": more than 64 bits");
    }
    return number.longValue();
  }

  private static List<Object> list(String key, Collection<?> items) {
    List<Object> copy = new ArrayList<>(items.size());
    items.forEach(item -> copy.add(copy(key, item)));
    return Collections.unmodifiableList(copy);
  }

  private static SortedMap<String, Object> map(String key, Map<?, ?> entries) {
    TreeMap<String, Object> copy = new TreeMap<>();
    entries.forEach((name, value) -> copy.put(String.valueOf(name), copy(key, value)));
    return Collections.unmodifiableSortedMap(copy);
  }

  /** YAML reads 2020-01-31 as a date; in an experiment it is a name. */
  private static String isoDate(Date date) {
    String pattern = date.getTime() % 86_400_000 == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss";
    SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
    format.setTimeZone(TimeZone.getTimeZone("UTC"));
    return format.format(date);
  }

  /** As Python would write it, sequences as tuples: (0, (1, 2)), ('dice', None). */
  static String show(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof String text) {
      return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
    if (value instanceof List<?> items) {
      String inside = String.join(", ", items.stream().map(LiteralValues::show).toList());
      return "(" + inside + (items.size() == 1 ? ",)" : ")");
    }
    if (value instanceof Map<?, ?> entries) {
      List<String> shown = new ArrayList<>();
      entries.forEach((name, item) -> shown.add(show(name) + ": " + show(item)));
      return "{" + String.join(", ", shown) + "}";
    }
    return value.toString();
  }
}
