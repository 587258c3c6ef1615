package io.medseg.volume;

import java.io.Serializable;

/**
 * Mean and spread of numbers, put together from parts in double precision, so that no digits are
 * lost where numbers are large against their spread (Chan, Golub and LeVeque, 1979).
 *
 * @param count how many numbers
 * @param mean 0 if there are none
 * @param squares sum of the squared differences from the mean
 */
public record Moments(long count, double mean, double squares) implements Serializable {
  /** Of no number. */
  public static final Moments NONE = new Moments(0, 0, 0);

  /**
   * Of these and of the other numbers. Infinities are no distance apart: with one, the mean is what
   * a sum would be, and the spread NaN.
   */
  public Moments plus(Moments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long both = count + other.count;
    double difference = other.mean - mean;
    double part = (double) other.count / both;
    return new Moments(
        both,
        Double.isFinite(difference) ? mean + difference * part : mean + other.mean,
        squares + other.squares + difference * difference * count * part);
  }

  /** Standard deviation as {@code numpy.std} gives it (ddof 0); NaN of no number. */
  public double sd() {
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }
}
