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
  private static final BigDecimal[] FACTORS = {
    BigDecimal.ONE, BigDecimal.valueOf(2), BigDecimal.valueOf(5)
  };

  /** A tick: its place and its number. */
  public record Tick(String x, String label) {}

  /** A scale whose ticks enclose the values; any scale if there are none. */
  public static PlotScale over(double[] values, double left, double right) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    if (values.length == 0) {
      return enclosing(0, 1, left, right);
    }
    double margin = min == max ? Math.max(Math.abs(min), 1) / 20 : 0;
    return enclosing(min - margin, max + margin, left, right);
  }

  private static PlotScale enclosing(double min, double max, double left, double right) {
    double extent = max - min;
    double least = Math.max(extent, Math.max(Math.abs(min), Math.abs(max)) * 1e-6);
    int exponent = (int) Math.floor(Math.log10(least)) - 1;
    while (true) {
      for (BigDecimal factor : FACTORS) {
        BigDecimal step = factor.scaleByPowerOfTen(exponent);
        BigDecimal from = multiple(min, step, RoundingMode.FLOOR);
        BigDecimal to = multiple(max, step, RoundingMode.CEILING);
        int steps = Math.max(1, to.subtract(from).intValueExact());
        if (steps <= MOST_STEPS) {
          return new PlotScale(from.multiply(step), step, steps, left, right);
        }
      }
      exponent++;
    }
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
      BigDecimal plain = value.stripTrailingZeros();
      ticks.add(
          new Tick(
              Stroke.number(x(value.doubleValue())),
              plain.signum() == 0 ? "0" : plain.toPlainString()));
    }
    return ticks;
  }
}
