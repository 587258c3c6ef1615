package io.medseg.experiment;

import io.medseg.InputException;
import io.medseg.text.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Turns keys and values as people write them into today's keys and literals; collects warnings. */
final class KeyReader {
  private final List<String> warnings = new ArrayList<>();

  List<String> warnings() {
    return Collections.unmodifiableList(warnings);
  }

  void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** The keys of one file: upper case, renamed, without the deprecated ones; values decoded. */
  Map<String, Object> inFile(Path file, Map<String, ?> written) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> writtenAs = new HashMap<>();
    written.forEach(
        (name, value) -> {
          String key = current(name.toUpperCase(Locale.ROOT), file);
          if (isIgnored(key)) {
            return;
          }
          String before = writtenAs.put(key, name);
          if (before != null) {
            throw new InputException(
                "Invalid experiment %s: %s is given twice, as %s and %s"
                    .formatted(file, key, before, name));
          }
          values.put(key, decode(key, value, " in " + file));
        });
    return values;
  }

  /**
   * Adds an override, but for a deprecated key.
   *
   * @throws InputException if it cannot be changed, or looks like a misspelt key: what is given for
   *     one run is meant for it, while a file may hold keys of others
   */
  void override(String key, String value, Map<String, Object> values) {
    if (key.equals("MODEL_NAME") || key.equals(Keys.BASE)) {
      throw new InputException("Invalid override: " + key + " cannot be changed");
    }
    if (Keys.RENAMED.containsKey(key)) {
      throw new InputException(
          "Invalid override: " + key + " was renamed, use " + Keys.RENAMED.get(key));
    }
    if (isIgnored(key)) {
      return;
    }
    meant(key)
        .ifPresent(
            close -> {
              throw new InputException(
                  "Invalid override: %s is not known; did you mean %s?".formatted(key, close));
            });
    values.put(key, decode(key, value, " among the overrides"));
  }

  /** Warns of keys that look like a known one, since unknown ones are kept. */
  void warnOfMisspelt(Set<String> keys) {
    for (String key : keys) {
      meant(key)
          .ifPresent(close -> warn("Key " + key + " is not known; did you mean " + close + "?"));
    }
  }

  /** The known key that an unknown one is close to. */
  private static Optional<String> meant(String key) {
    Set<String> known = Keys.known();
    return known.contains(key) ? Optional.empty() : Spelling.closest(key, known);
  }

  private String current(String key, Path file) {
    String renamed = Keys.RENAMED.get(key);
    if (renamed == null) {
      return key;
    }
    warn("Key " + key + " of " + file.getName() + " has been renamed to " + renamed);
    return renamed;
  }

  private boolean isIgnored(String key) {
    if (Keys.PATHS.containsKey(key)) {
      warn("Key " + key + " is deprecated and ignored; name a dataset with " + Keys.PATHS.get(key));
      return true;
    }
    if (Keys.isDeprecated(key)) {
      warn("Key " + key + " is deprecated and ignored");
      return true;
    }
    return false;
  }

  private Object decode(String key, Object value, String where) {
    try {
      Object literal = literal(key, value);
      return literal instanceof String name ? named(key, name) : literal;
    } catch (InputException e) {
      throw new InputException("Invalid " + key + where + ": " + e.getMessage(), e);
    }
  }

  private static Object literal(String key, Object value) {
    if (value instanceof String text) {
      return Keys.isText(key) || key.equals(Keys.BASE)
          ? Literals.unquote(text)
          : Literals.parse(text);
    }
    if (value instanceof Map<?, ?> entries) {
      Map<Object, Object> decoded = new LinkedHashMap<>();
      entries.forEach((name, entry) -> decoded.put(name, literal("", entry)));
      return decoded;
    }
    if (value instanceof List<?> items) {
      List<Object> decoded = new ArrayList<>();
      items.forEach(item -> decoded.add(literal("", item)));
      return decoded;
    }
    return value;
  }

  private Object named(String key, String name) {
    if (key.equals("LOSS")) {
      if (name.equalsIgnoreCase("AVG_DICE_LOSS_SOFTMAX")) {
        warn(
            "LOSS "
                + name
                + " means ('avg_dice', 'sigmoid') to MedSegPy; for softmax write ('avg_dice',"
                + " 'softmax')");
      }
      return Losses.named(name).<Object>map(loss -> loss).orElse(name);
    }
    if (key.equals("IMG_PAD_MODE") && name.equalsIgnoreCase("warp")) {
      warn("IMG_PAD_MODE warp is read as wrap");
    }
    String current = Keys.currentName(key, name);
    if (!current.equals(name)) {
      warn(key + " " + name + " is an old name of " + current);
    }
    return current;
  }
}
