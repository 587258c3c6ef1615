package io.medseg.inspection;

import java.io.Serializable;

/**
 * Range, mean and spread of numbers, put together from parts in double precision.
 *
 * @param count how many numbers
 * @param min infinity if there are none
 * @param max minus infinity if there are none
 * @param mean 0 if there are none
 * @param squares sum of the squared differences from the mean
 */
public record Moments(long count, double min, double max, double mean, double squares)
    implements Serializable {
  /** Of no number. */
  public static final Moments NONE =
      new Moments(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

  /** Of the finite ones of these. */
  static Moments of(float[] values) {
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
    return new Moments(count, min, max, mean, squares);
  }

  /** Of these and of the other numbers, after Chan, Golub and LeVeque. */
  Moments plus(Moments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long both = count + other.count;
    double difference = other.mean - mean;
    double part = (double) other.count / both;
    return new Moments(
        both,
        Math.min(min, other.min),
        Math.max(max, other.max),
        mean + difference * part,
        squares + other.squares + difference * difference * count * part);
  }

  /** Standard deviation as {@code numpy.std} gives it (ddof 0); NaN of no number. */
  public double sd() {
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }
}
