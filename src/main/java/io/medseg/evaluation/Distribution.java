package io.medseg.evaluation;

import java.util.Arrays;

/**
 * How the values of some scans are spread. NaN values are left out, as numpy's {@code nanmean} and
 * {@code nanpercentile} do; everything is NaN if none is left.
 *
 * @param defined how many values are not NaN
 * @param mean their sum, in the order given, over {@code defined}
 * @param sdDdof1 sample standard deviation (divisor n - 1); NaN for fewer than two values
 * @param median by the same rule as the percentiles
 * @param percentile5 linear between neighbours, numpy's default rule
 * @param percentile95 likewise
 * @param percentile25 likewise
 * @param percentile75 likewise
 */
public record Distribution(
    int defined,
    double mean,
    double sdDdof1,
    double median,
    double percentile5,
    double percentile95,
    double percentile25,
    double percentile75) {

  /** The distribution of the values that are not NaN. */
  public static Distribution of(double... values) {
    double[] defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    double[] sorted = defined.clone();
    Arrays.sort(sorted);
    double mean = mean(defined);
    return new Distribution(
        defined.length,
        mean,
        Math.sqrt(squaredDeviations(defined, mean) / (defined.length - 1)),
        percentile(sorted, 50),
        percentile(sorted, 5),
        percentile(sorted, 95),
        percentile(sorted, 25),
        percentile(sorted, 75));
  }

  /** Population standard deviation (divisor n), which MedSegPy prints for the inference time. */
  public double sdDdof0() {
    return defined == 1 ? 0 : sdDdof1 * Math.sqrt((defined - 1.0) / defined);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double squaredDeviations(double[] values, double mean) {
    if (values.length < 2) {
      return Double.NaN;
    }
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }

  private static double percentile(double[] sorted, double percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = percent / 100 * (sorted.length - 1);
    int below = (int) position;
    double t = position - below;
    double a = sorted[below];
    double b = sorted[Math.min(below + 1, sorted.length - 1)];
    if (a == b || t == 0) {
      return a;
    }
    if (Double.isInfinite(a) || Double.isInfinite(b)) {
      // Whatever the share of it is; numpy gives NaN, which would read as not defined.
      return a + b;
    }
    // From whichever neighbour is nearer, as numpy does, so that the result lies between them.
    return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
  }
}
