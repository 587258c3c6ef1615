package io.medseg.comparison;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The differences B - A of one metric of one class over the scans that have a finite value in both
 * runs.
 *
 * @param n number of these scans
 * @param onlyInA scans with a finite value in A only
 * @param onlyInB scans with a finite value in B only
 * @param meanA mean of A over the n scans
 * @param meanB mean of B over the n scans
 * @param mean mean of the differences; NaN without any
 * @param sd their sample standard deviation (divisor n - 1); NaN for fewer than two
 * @param low lower end of the 95 % interval of the mean: Student's t with n - 1 degrees of freedom
 * @param high its upper end
 */
public record PairedDifference(
    String metric,
    String category,
    int n,
    int onlyInA,
    int onlyInB,
    double meanA,
    double meanB,
    double mean,
    double sd,
    double low,
    double high,
    Wilcoxon wilcoxon) {
  private static final double CONFIDENCE = 0.95;

  /** Of the quantile; commons-math3 stops at 1e-9 by itself. */
  private static final double ACCURACY = 1e-13;

  /** The differences of values of the same scans; a value that is not finite makes no pair. */
  public static PairedDifference of(String metric, String category, double[] a, double[] b) {
    int[] pairs =
        IntStream.range(0, a.length)
            .filter(i -> Double.isFinite(a[i]) && Double.isFinite(b[i]))
            .toArray();
    double[] differences = Arrays.stream(pairs).mapToDouble(i -> b[i] - a[i]).toArray();
    double mean = mean(differences);
    double sd = sd(differences, mean);
    double half = halfWidth(differences.length, sd);
    return new PairedDifference(
        metric,
        category,
        pairs.length,
        finite(a) - pairs.length,
        finite(b) - pairs.length,
        mean(Arrays.stream(pairs).mapToDouble(i -> a[i]).toArray()),
        mean(Arrays.stream(pairs).mapToDouble(i -> b[i]).toArray()),
        mean,
        sd,
        mean - half,
        mean + half,
        Wilcoxon.of(differences));
  }

  /**
   * Tells of scans that have a value in one run only, as where a class is not found any more: no
   * number of this record would. Empty if there are none.
   */
  public String leftOut() {
    return onlyInA + onlyInB == 0
        ? ""
        : "%s of %s leaves out scans with a value in one run only: %s in A, %s in B"
            .formatted(metric, category, onlyInA, onlyInB);
  }

  private static int finite(double[] values) {
    return (int) Arrays.stream(values).filter(Double::isFinite).count();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double sd(double[] values, double mean) {
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  private static double halfWidth(int n, double sd) {
    if (n < 2) {
      return Double.NaN;
    }
    double t =
        new TDistribution(n - 1.0, ACCURACY).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return t * sd / Math.sqrt(n);
  }
}
