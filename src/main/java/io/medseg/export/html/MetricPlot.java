package io.medseg.export.html;

import io.medseg.evaluation.Distribution;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The values of a metric as template plot.html draws them: for each class a strip of dots, one per
 * scan, and below it a box from the 25th to the 75th percentile with whiskers to the 5th and 95th,
 * a line at the median and a diamond at the mean. Classes differ by place and name, not by colour.
 */
record MetricPlot(
    String title, String better, int height, int axis, List<PlotScale.Tick> ticks, List<Row> rows) {
  /** Width of the drawing; on a page it grows and shrinks by a third, so that text stays text. */
  static final int WIDTH = 360;

  private static final int ROW = 56;
  private static final int MARGIN = 12;
  private static final int LANES = 5;

  /** So many strips may have all lanes before a page grows too large. */
  private static final int FULL_STRIPS = 30;

  /** What is drawn of a class; without a box if no value is defined. */
  record Row(
      String name, String shortName, String count, int top, int lane, String dots, List<Box> box) {}

  /** Places of the summary of a class. */
  record Box(
      String low, String high, String left, String width, String median, String mean, int middle) {}

  static MetricPlot of(EvaluationSummary summary, int metric) {
    MetricLabel label = summary.metrics().get(metric);
    int classes = summary.categories().size();
    PlotScale scale = PlotScale.over(finite(summary, metric, classes), WIDTH, MARGIN);
    int strips = classes * summary.metrics().size();
    int lanes = Math.max(1, Math.min(LANES, LANES * FULL_STRIPS / Math.max(1, strips)));
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      rows.add(row(summary.categories().get(c), summary.values(metric, c), scale, c * ROW, lanes));
    }
    int axis = classes * ROW + 4;
    return new MetricPlot(
        label.title(),
        "better " + (label.isBetterHigher() ? "to the right" : "to the left"),
        axis + 20,
        axis,
        scale.ticks(),
        rows);
  }

  private static double[] finite(EvaluationSummary summary, int metric, int classes) {
    DoubleStream all = DoubleStream.empty();
    for (int c = 0; c < classes; c++) {
      all = DoubleStream.concat(all, Arrays.stream(summary.values(metric, c)));
    }
    return all.filter(Double::isFinite).toArray();
  }

  private static Row row(String name, double[] values, PlotScale scale, int top, int lanes) {
    long infinite = Arrays.stream(values).filter(Double::isInfinite).count();
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    String count = finite.length + (infinite > 0 ? " and " + infinite + " × ∞" : "");
    int lane = top + 20 + 3 * (LANES - lanes) / 2;
    List<Box> box =
        finite.length == 0 ? List.of() : List.of(box(Distribution.of(finite), scale, top + 44));
    return new Row(
        name,
        ShortText.of(name, 36),
        count,
        top + 12,
        lane,
        Stroke.dots(values, scale, lane, lanes),
        box);
  }

  private static Box box(Distribution spread, PlotScale scale, int middle) {
    double left = scale.x(spread.percentile25());
    return new Box(
        Stroke.number(scale.x(spread.percentile5())),
        Stroke.number(scale.x(spread.percentile95())),
        Stroke.number(left),
        Stroke.number(Math.max(1, scale.x(spread.percentile75()) - left)),
        Stroke.number(scale.x(spread.median())),
        Stroke.diamond(scale.x(spread.mean()), middle),
        middle);
  }
}
