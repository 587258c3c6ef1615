package io.medseg.export.html;

import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.evaluation.ScanScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A row per scan with every metric of every class. */
record ScanTable(List<Group> groups, List<String> columns, List<Row> rows, String leftOut) {
  /** Of a page of 5 MB: what the rows may take; the worst scans are kept. */
  private static final int MOST_CHARACTERS = 2_600_000;

  private static final int CELL = 11;

  /** Columns under one head. */
  record Group(String name, int span) {}

  /** A scan, the seconds it took, and its values in the order of the columns. */
  record Row(String scanId, List<String> cells) {}

  static ScanTable of(EvaluationSummary summary, RankedScans ranking) {
    List<Group> groups = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (MetricLabel metric : summary.metrics()) {
      groups.add(new Group(metric.title(), summary.categories().size()));
      columns.addAll(summary.categories());
    }
    List<ScanScores> shown = fitting(ranking.worstFirst(), columns.size() + 1);
    return new ScanTable(
        groups,
        columns,
        shown.stream()
            .sorted(Comparator.comparing(ScanScores::scanId))
            .map(ScanTable::row)
            .toList(),
        leftOut(shown.size(), summary.scans().size()));
  }

  private static List<ScanScores> fitting(List<ScanScores> worstFirst, int columns) {
    int characters = 0;
    for (int i = 0; i < worstFirst.size(); i++) {
      characters += HtmlPage.length(worstFirst.get(i).scanId()) + CELL * columns;
      if (characters > MOST_CHARACTERS) {
        return worstFirst.subList(0, i);
      }
    }
    return worstFirst;
  }

  private static String leftOut(int shown, int scans) {
    return shown == scans
        ? ""
        : "These are the worst %s of %s scans; metrics.csv holds all.".formatted(shown, scans);
  }

  private static Row row(ScanScores scan) {
    List<String> cells = new ArrayList<>();
    cells.add(String.format(Locale.ROOT, "%.2f", scan.seconds()));
    for (double[] ofMetric : scan.values()) {
      for (double value : ofMetric) {
        cells.add(ShownNumber.score(value));
      }
    }
    return new Row(scan.scanId(), cells);
  }
}
