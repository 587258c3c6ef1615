package io.medseg.export.html;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to places of a plot's horizontal axis.
 *
 * @param low value at {@code left}
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 * @param steps from {@code low} to the end
 */
public record PlotScale(BigDecimal low, BigDecimal step, int steps, double left, double right) {
  private static final int MOST_STEPS = 6;

  /** Width of a digit in the page's font of 12 pixels, at most. */
  private static final double DIGIT = 7.7;

  private static final double PLUS = 10.1;

  private static final double GAP = 6;

  private static final int LONGEST = 8;

  private static final BigDecimal[] FACTORS = {
    BigDecimal.ONE, BigDecimal.valueOf(2), BigDecimal.valueOf(5)
  };

  /** A tick: its place and its number. */
  public record Tick(String x, String label) {}

  /**
   * A scale whose ticks enclose the values; any scale if there are none.
   *
   * @param width of the drawing: no label reaches beyond it, nor into another
   * @param margin least distance of the outer ticks from the edges
   */
  public static PlotScale over(double[] values, double width, double margin) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double around = min == max ? Math.max(Math.abs(min), 1) / 20 : 0;
    PlotScale bare =
        values.length == 0 ? enclosing(0, 1, width) : enclosing(min - around, max + around, width);
    List<Tick> ticks = bare.ticks();
    double left = Math.max(margin, labelWidth(ticks.get(0)) / 2);
    double right = Math.max(margin, labelWidth(ticks.get(ticks.size() - 1)) / 2);
    return new PlotScale(bare.low, bare.step, bare.steps, left, width - right);
  }

  private static PlotScale enclosing(double min, double max, double width) {
    double extent = max - min;
    double least = Math.max(extent, Math.max(Math.abs(min), Math.abs(max)) * 1e-6);
    int exponent = (int) Math.floor(Math.log10(least)) - 1;
    while (true) {
      for (BigDecimal factor : FACTORS) {
        BigDecimal step = factor.scaleByPowerOfTen(exponent);
        BigDecimal from = multiple(min, step, RoundingMode.FLOOR);
        BigDecimal to = multiple(max, step, RoundingMode.CEILING);
        int steps = Math.max(1, to.subtract(from).intValueExact());
        PlotScale scale = new PlotScale(from.multiply(step), step, steps, 0, width);
        if (steps == 1 || steps <= MOST_STEPS && scale.hasRoom()) {
          return scale;
        }
      }
      exponent++;
    }
  }

  /** Whether labels side by side take no more than the width. */
  private boolean hasRoom() {
    double all = ticks().stream().mapToDouble(tick -> labelWidth(tick) + GAP).sum();
    return all <= right - left;
  }

  /** Not less than what a browser takes. */
  private static double labelWidth(Tick tick) {
    return tick.label.chars().mapToDouble(c -> c == '+' ? PLUS : DIGIT).sum();
  }

  private static BigDecimal multiple(double value, BigDecimal step, RoundingMode mode) {
    return BigDecimal.valueOf(value).divide(step, 0, mode);
  }

  /** Where a value lies. */
  public double x(double value) {
    double share = (value - low.doubleValue()) / (step.doubleValue() * steps);
    return left + share * (right - left);
  }

  /** The ticks, from left to right. */
  public List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      BigDecimal value = low.add(step.multiply(BigDecimal.valueOf(i)));
      ticks.add(new Tick(Stroke.number(x(value.doubleValue())), label(value)));
    }
    return ticks;
  }

  /** As in "-0.004", or "1E+12" where that is shorter. */
  private static String label(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = value.stripTrailingZeros();
    BigDecimal digits = new BigDecimal(stripped.unscaledValue());
    String scientific = digits.scaleByPowerOfTen(-stripped.scale()).toString();
    String plain = stripped.toPlainString();
    return plain.length() <= LONGEST || plain.length() <= scientific.length() ? plain : scientific;
  }
}
