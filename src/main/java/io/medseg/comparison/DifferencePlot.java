package io.medseg.comparison;

import io.medseg.export.html.PlotScale;
import io.medseg.export.html.ShortText;
import io.medseg.export.html.Stroke;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The mean differences of a metric as template differences.html draws them: for each class a
 * diamond and its interval beside the line of no difference.
 */
record DifferencePlot(
    String title, int height, int axis, String zero, List<PlotScale.Tick> ticks, List<Row> rows) {
  private static final int WIDTH = 360;
  private static final int ROW = 36;
  private static final int MARGIN = 16;

  /** What is drawn of a class; without marks if no pair is there. */
  record Row(String name, String shortName, int count, int top, List<Marks> marks) {}

  /** Places of a mean and its interval. */
  record Marks(String low, String high, String mean, int middle) {}

  static DifferencePlot of(String metric, List<PairedDifference> classes) {
    double[] shown =
        DoubleStream.concat(
                DoubleStream.of(0),
                classes.stream()
                    .flatMapToDouble(one -> DoubleStream.of(one.low(), one.high(), one.mean())))
            .filter(Double::isFinite)
            .toArray();
    PlotScale scale = PlotScale.over(shown, WIDTH, MARGIN);
    List<Row> rows = new ArrayList<>();
    for (PairedDifference one : classes) {
      rows.add(row(one, scale, rows.size() * ROW));
    }
    int axis = rows.size() * ROW + 4;
    return new DifferencePlot(
        metric, axis + 20, axis, Stroke.number(scale.x(0)), scale.ticks(), rows);
  }

  private static Row row(PairedDifference one, PlotScale scale, int top) {
    int middle = top + 24;
    // One pair has a mean and no interval.
    double low = Double.isFinite(one.low()) ? one.low() : one.mean();
    double high = Double.isFinite(one.high()) ? one.high() : one.mean();
    List<Marks> marks =
        one.n() == 0
            ? List.of()
            : List.of(
                new Marks(
                    Stroke.number(scale.x(low)),
                    Stroke.number(scale.x(high)),
                    Stroke.diamond(scale.x(one.mean()), middle),
                    middle));
    return new Row(one.category(), ShortText.of(one.category(), 36), one.n(), top + 12, marks);
  }
}
