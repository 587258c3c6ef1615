package io.medseg.inspection;

import io.medseg.volume.Moments;
import java.io.Serializable;

/**
 * Range, mean and spread of the values of images that are finite, put together from parts.
 *
 * @param min infinity if there are none
 * @param max minus infinity if there are none
 * @param moments number, mean and spread
 */
public record FiniteValues(double min, double max, Moments moments) implements Serializable {
  /** Of no number. */
  public static final FiniteValues NONE =
      new FiniteValues(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Moments.NONE);

  /** Of the finite ones of these. */
  static FiniteValues of(float[] values) {
    long count = 0;
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    double squares = 0;
    for (float value : values) {
      double difference = Float.isFinite(value) ? value - mean : 0;
      squares += difference * difference;
    }
    return new FiniteValues(min, max, new Moments(count, mean, squares));
  }

  /** Of these and of the other values. */
  FiniteValues plus(FiniteValues other) {
    return new FiniteValues(
        Math.min(min, other.min), Math.max(max, other.max), moments.plus(other.moments));
  }

  /** How many values. */
  public long count() {
    return moments.count();
  }

  /** Their mean; 0 if there are none. */
  public double mean() {
    return moments.mean();
  }

  /** Standard deviation as {@code numpy.std} gives it (ddof 0); NaN of no value. */
  public double sd() {
    return moments.sd();
  }
}
