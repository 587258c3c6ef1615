package io.medseg.export.html;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Strokes of SVG paths, kept short: a page holds many. */
public final class Stroke {
  private Stroke() {}

  /** A coordinate. */
  public static String number(double coordinate) {
    String text = String.format(Locale.ROOT, "%.1f", coordinate);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /**
   * A dot for every value that is finite, in lanes one below the other; dots that would cover each
   * other are drawn once. A round line cap makes the strokes of no length dots.
   */
  static String dots(double[] values, PlotScale scale, int top, int lanes) {
    Set<String> dots = new LinkedHashSet<>();
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        dots.add("M" + Math.round(scale.x(values[i])) + " " + (top + 3 * (i % lanes)) + "h0");
      }
    }
    return String.join("", dots);
  }

  /** A diamond around a point. */
  public static String diamond(double x, double y) {
    return "M" + number(x) + " " + number(y - 5) + "l5 5l-5 5l-5-5z";
  }
}
