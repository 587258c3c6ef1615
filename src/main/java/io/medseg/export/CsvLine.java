package io.medseg.export;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of a CSV file as Python's csv module and pandas write it: a field is quoted only if it
 * holds a comma, a quote or a line break; lines end with a line feed. (commons-csv also quotes an
 * empty first field and some harmless first characters, so its files would differ from MedSegPy's.)
 */
public final class CsvLine {
  private CsvLine() {}

  /** The line of these fields, with its line feed. */
  public static String of(List<String> fields) {
    return fields.stream().map(CsvLine::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String field) {
    boolean harmless = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return harmless ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
