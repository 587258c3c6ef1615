package io.medseg.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder that an evaluation wrote.
 *
 * @param folder --output
 */
record Results(Path folder) {
  /** Names of everything in the folder, sorted. */
  List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(folder.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** results.txt without what no two runs share: its date and the times. */
  String timelessText() {
    return text("results.txt")
        .replaceFirst("Results generated on .*", "Results generated on DATE")
        .replaceAll(", [0-9.]+s\\)", ", TIME)")
        .replaceFirst("Dev\\.\\): .* seconds", "Dev.): TIME seconds");
  }

  /** Rows of failures.csv by scan: stage, message. */
  Map<String, List<String>> failures() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String[] row : csv("failures.csv")) {
      rows.put(row[0], List.of(row[1], row[2]));
    }
    return rows;
  }

  /** Rows of metrics.csv: "scan metric" to the values of the classes, NaN for an empty cell. */
  Map<String, double[]> metrics() {
    Map<String, double[]> rows = new LinkedHashMap<>();
    for (String[] row : csv("metrics.csv")) {
      double[] values = Arrays.stream(row).skip(2).mapToDouble(Results::number).toArray();
      rows.put(row[0] + " " + row[1], values);
    }
    return rows;
  }

  private static double number(String text) {
    return switch (text) {
      case "" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The rows behind the header. */
  private List<String[]> csv(String name) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setNullValue("");
    settings.setHeaderExtractionEnabled(true);
    try (Reader reader = Files.newBufferedReader(folder.resolve(name))) {
      return new CsvParser(settings).parseAll(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data files of scores.parquet. */
  List<Path> parquetFiles() {
    try (Stream<Path> files = Files.list(folder.resolve("scores.parquet"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
