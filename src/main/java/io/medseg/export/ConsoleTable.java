package io.medseg.export;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import io.medseg.evaluation.ClassPresence;
import io.medseg.evaluation.Distribution;
import io.medseg.evaluation.EvaluationSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a run prints at its end: mean +/- standard deviation (ddof 1) over scans of every metric and
 * class, and for each class in how many scans it was there, missed or made up. At most 100
 * characters wide: with many classes the first table goes on below itself.
 */
public final class ConsoleTable {
  private static final int WIDTH = 100;
  private static final int BORDERS = 3;

  private ConsoleTable() {}

  /** The tables, each line ended. */
  public static String of(EvaluationSummary summary) {
    StringBuilder text = new StringBuilder();
    int columns = summary.categories().size();
    int atOnce = classesAtOnce(summary);
    for (int from = 0; from < columns; from += atOnce) {
      text.append(metrics(summary, from, Math.min(columns, from + atOnce))).append('\n');
    }
    return text.append(presence(summary)).append('\n').toString();
  }

  private static int classesAtOnce(EvaluationSummary summary) {
    int first =
        summary.metrics().stream().mapToInt(metric -> metric.title().length()).max().orElse(0);
    int left = WIDTH - 1 - (Math.min(first, TextColumns.NAME_WIDTH) + BORDERS);
    int widest = summary.categories().stream().mapToInt(String::length).max().orElse(1);
    int column =
        Math.max(Math.min(widest, TextColumns.NAME_WIDTH), "0.0000 +/- 0.0000".length()) + BORDERS;
    return Math.max(1, left / column);
  }

  private static String metrics(EvaluationSummary summary, int from, int to) {
    List<ColumnData<Integer>> columns = new ArrayList<>();
    columns.add(TextColumns.name("metric").with(metric -> summary.metrics().get(metric).title()));
    for (int c = from; c < to; c++) {
      int category = c;
      columns.add(
          TextColumns.number(summary.categories().get(category))
              .with(metric -> spread(summary.distribution(metric, category))));
    }
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, range(summary.metrics().size()), columns);
  }

  private static String spread(Distribution values) {
    if (values.defined() == 0) {
      return "-";
    }
    String mean = PythonFloat.fixed(values.mean(), 4);
    return values.defined() == 1 ? mean : mean + " +/- " + PythonFloat.fixed(values.sdDdof1(), 4);
  }

  private static String presence(EvaluationSummary summary) {
    List<ClassPresence> classes =
        range(summary.categories().size()).stream().map(summary::presence).toList();
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        range(classes.size()),
        Arrays.asList(
            TextColumns.name("class").with(c -> summary.categories().get(c)),
            TextColumns.number("scans").with(c -> String.valueOf(classes.get(c).scans())),
            TextColumns.number("defined").with(c -> String.valueOf(classes.get(c).defined())),
            TextColumns.number("missed").with(c -> String.valueOf(classes.get(c).missed())),
            TextColumns.number("hallucinated")
                .with(c -> String.valueOf(classes.get(c).hallucinated())),
            TextColumns.number("empty in both").with(c -> String.valueOf(classes.get(c).empty()))));
  }

  private static List<Integer> range(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
