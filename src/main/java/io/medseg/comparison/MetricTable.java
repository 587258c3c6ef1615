package io.medseg.comparison;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.medseg.InputException;
import io.medseg.export.CsvLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The scores of metrics.csv.
 *
 * @param classes in the order of the columns
 * @param metrics in the order in which a scan's rows name them
 * @param values by scan id (ascending), then metric; one per class, NaN where not defined
 */
public record MetricTable(
    List<String> classes, Set<String> metrics, Map<String, Map<String, double[]>> values) {
  /** A row begins with scan and metric. */
  private static final int KEYS = 2;

  static MetricTable read(Path file, Configuration hadoop) {
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      List<String[]> rows = new CsvParser(format()).parseAll(in, StandardCharsets.UTF_8);
      rows.forEach(MetricTable::takeQuotesAway);
      return of(rows);
    } catch (IOException | TextParsingException | IllegalArgumentException e) {
      throw new InputException("Cannot read scores " + file + ": " + e.getMessage(), e);
    }
  }

  private static CsvParserSettings format() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setNullValue("");
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(100_000);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    return settings;
  }

  /** Those in front of names that a spreadsheet would take for formulas; numbers have none. */
  private static void takeQuotesAway(String[] row) {
    Arrays.setAll(row, column -> CsvLine.plain(row[column]));
  }

  private static MetricTable of(List<String[]> rows) {
    if (rows.isEmpty() || rows.get(0).length <= KEYS) {
      throw new IllegalArgumentException("its first line names no classes");
    }
    String[] header = rows.get(0);
    Set<String> metrics = new LinkedHashSet<>();
    Map<String, Map<String, double[]>> values = new TreeMap<>();
    for (String[] row : rows.subList(1, rows.size())) {
      if (row.length != header.length) {
        throw new IllegalArgumentException("scan " + row[0] + " has not a value for every class");
      }
      metrics.add(row[1]);
      Map<String, double[]> ofScan = values.computeIfAbsent(row[0], scan -> new LinkedHashMap<>());
      if (ofScan.put(row[1], numbers(row)) != null) {
        throw new IllegalArgumentException("scan " + row[0] + " has metric " + row[1] + " twice");
      }
    }
    return new MetricTable(List.of(header).subList(KEYS, header.length), metrics, values);
  }

  private static double[] numbers(String[] row) {
    return IntStream.range(KEYS, row.length).mapToDouble(column -> number(row, column)).toArray();
  }

  private static double number(String[] row, int column) {
    return switch (row[column]) {
      case "" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(row, column);
    };
  }

  private static double finite(String[] row, int column) {
    try {
      return Double.parseDouble(row[column]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "scan %s, metric %s: '%s' is not a number".formatted(row[0], row[1], row[column]), e);
    }
  }

  /** A value; NaN if the scan has none of this metric. */
  double value(String scan, String metric, String category) {
    double[] ofMetric = values.get(scan).get(metric);
    return ofMetric == null ? Double.NaN : ofMetric[classes.indexOf(category)];
  }
}
