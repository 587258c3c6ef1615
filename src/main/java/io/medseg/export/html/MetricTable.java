package io.medseg.export.html;

import io.medseg.evaluation.ClassPresence;
import io.medseg.evaluation.Distribution;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import java.util.ArrayList;
import java.util.List;

/** The spread of every metric of every class, and in how many scans a class was there. */
record MetricTable(List<ClassRows> classes) {
  /** The rows of a class under its name. */
  record ClassRows(String name, ClassPresence presence, List<Row> rows) {}

  /** The spread of a metric. */
  record Row(
      String metric,
      String mean,
      String sd,
      String median,
      String percentile5,
      String percentile95,
      int defined) {}

  static MetricTable of(EvaluationSummary summary) {
    List<ClassRows> classes = new ArrayList<>();
    for (int c = 0; c < summary.categories().size(); c++) {
      List<Row> rows = new ArrayList<>();
      for (int m = 0; m < summary.metrics().size(); m++) {
        rows.add(row(summary.metrics().get(m), summary.distribution(m, c)));
      }
      classes.add(new ClassRows(summary.categories().get(c), summary.presence(c), rows));
    }
    return new MetricTable(classes);
  }

  private static Row row(MetricLabel metric, Distribution spread) {
    return new Row(
        metric.title(),
        ShownNumber.score(spread.mean()),
        ShownNumber.score(spread.sdDdof1()),
        ShownNumber.score(spread.median()),
        ShownNumber.score(spread.percentile5()),
        ShownNumber.score(spread.percentile95()),
        spread.defined());
  }
}
