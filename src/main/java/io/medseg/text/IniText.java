package io.medseg.text;

import io.medseg.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads INI as Python's {@code configparser} does with its own settings: {@code =} or {@code :}
 * between key and value, comment lines begin with {@code #} or {@code ;}, deeper indented lines go
 * on with a value, keys become lower case, {@code %(key)s} is replaced and {@code %%} is a percent
 * sign. A percent sign that means neither is left alone, where configparser gives up.
 */
public final class IniText {
  private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
  private static final Pattern OPTION = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)");
  private static final Pattern REFERENCE = Pattern.compile("%%|%\\(([^)]+)\\)s");
  private static final int DEEPEST_REFERENCE = 10;

  /** Characters that all references of a file may stand for. */
  private static final int MOST_REFERRED = 1 << 20;

  private final String kind;
  private final TextFile file;
  private final Map<String, Map<String, StringBuilder>> sections = new LinkedHashMap<>();
  private Map<String, StringBuilder> section;
  private StringBuilder value;
  private int indent;
  private int referred;

  private IniText(String kind, TextFile file) {
    this.kind = kind;
    this.file = file;
  }

  /**
   * The sections of a file, in its order: name to lower-case keys to values.
   *
   * @param kind as messages call the file, as in "experiment"
   * @throws InputException naming the line that is outside a section, has no {@code =}, or repeats
   *     a key or a section
   */
  public static Map<String, Map<String, String>> sections(String kind, TextFile file) {
    return new IniText(kind, file).read();
  }

  private Map<String, Map<String, String>> read() {
    List<String> lines = file.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), i + 1);
    }
    Map<String, Map<String, String>> read = new LinkedHashMap<>();
    sections.forEach((name, options) -> read.put(name, interpolated(options)));
    return read;
  }

  private void line(String line, int number) {
    String stripped = line.strip();
    if (stripped.startsWith("#") || stripped.startsWith(";")) {
      return;
    }
    if (stripped.isEmpty()) {
      if (value != null) {
        value.append('\n');
      }
      return;
    }
    int depth = line.length() - line.stripLeading().length();
    if (value != null && depth > indent) {
      value.append('\n').append(stripped);
      return;
    }
    indent = depth;
    Matcher header = SECTION.matcher(stripped);
    if (header.matches()) {
      open(header.group(1), number);
    } else {
      option(stripped, number);
    }
  }

  private void open(String name, int number) {
    section = new LinkedHashMap<>();
    value = null;
    if (sections.put(name, section) != null) {
      throw cannot(number, "section [" + name + "] is given twice");
    }
  }

  private void option(String stripped, int number) {
    if (section == null) {
      throw cannot(
          number,
          "no section is open; the first line must be [DEFAULT]; the name of a YAML file must end in .yaml or .yml");
    }
    Matcher option = OPTION.matcher(stripped);
    if (!option.matches() || option.group(1).isEmpty()) {
      throw cannot(number, "KEY = VALUE is expected, not " + stripped);
    }
    String key = option.group(1).toLowerCase(Locale.ROOT);
    value = new StringBuilder(option.group(2));
    if (section.put(key, value) != null) {
      throw cannot(number, "key " + key + " is given twice");
    }
  }

  private Map<String, String> interpolated(Map<String, StringBuilder> options) {
    Map<String, String> raw = new LinkedHashMap<>();
    options.forEach((key, text) -> raw.put(key, text.toString().stripTrailing()));
    Map<String, String> done = new LinkedHashMap<>();
    raw.forEach((key, text) -> done.put(key, interpolate(text, raw, key, 0)));
    return done;
  }

  private String interpolate(String text, Map<String, String> raw, String key, int depth) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    if (depth == DEEPEST_REFERENCE) {
      throw new InputException(
          start() + ": the %(...)s in the value of " + key + " refer to each other");
    }
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null
                        ? "%"
                        : interpolate(referred(found.group(1), raw, key), raw, key, depth + 1)));
  }

  private String referred(String name, Map<String, String> raw, String key) {
    String text = raw.get(name.toLowerCase(Locale.ROOT));
    if (text == null) {
      throw new InputException(
          start() + ": the value of " + key + " refers to %(" + name + ")s, which is no key of it");
    }
    referred += 1 + text.length();
    if (referred > MOST_REFERRED) {
      throw new InputException(
          "%s: the %%(...)s in its values stand for more than %d characters; write out what is meant"
              .formatted(start(), MOST_REFERRED));
    }
    return text;
  }

  private InputException cannot(int number, String why) {
    return new InputException(start() + ": line " + number + ": " + why, null);
  }

  private String start() {
    return "Cannot read " + kind + " " + file.path();
  }
}
