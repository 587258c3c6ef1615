package io.medseg.export;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of a CSV file as Python's csv module and pandas write it: a field is quoted only if it
 * holds a comma, a quote or a line break; lines end with a line feed. (commons-csv also quotes an
 * empty first field and some harmless first characters, so its files would differ from MedSegPy's.)
 */
public final class CsvLine {
  /** Where spreadsheets begin a formula, which could send the table away or run a program. */
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r].*", Pattern.DOTALL);

  private CsvLine() {}

  /**
   * A field of text that came out of files or settings (never a number): where a spreadsheet would
   * take it for a formula, a single quote stands in front. {@link #plain} takes it away.
   */
  public static String text(String text) {
    return FORMULA.matcher(text).matches() ? "'" + text : text;
  }

  /** The text of a field that {@link #text} made. */
  public static String plain(String field) {
    return field.startsWith("'") && FORMULA.matcher(field).matches() ? field.substring(1) : field;
  }

  /** The line of these fields, with its line feed. */
  public static String of(List<String> fields) {
    return fields.stream().map(CsvLine::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String field) {
    boolean harmless = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return harmless ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
