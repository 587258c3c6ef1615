package io.medseg.shards;

import java.util.Arrays;

/**
 * What is known of the intensities of one channel: moments, range, and how many values have which
 * upper half of their bits (see {@link FloatOrder}). Adding element by element in a given order
 * gives the same bits on every machine. Mutable, one thread.
 *
 * <p>Moments are merged by the formulas of Chan, Golub and LeVeque (1979), so that they lose no
 * digits where values are large against their spread; the deviation is the population's, as
 * NumPy's.
 */
public final class ChannelStatistics {
  private long count;
  private double mean;
  private double squares;
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;
  private boolean hasNan;
  private final long[] upper;

  /** Nothing yet. */
  public ChannelStatistics() {
    upper = new long[FloatOrder.HALVES];
  }

  /** What was known once. */
  ChannelStatistics(Summary summary, long[] upper) {
    this.count = summary.count();
    this.mean = summary.mean();
    this.squares = summary.squares();
    this.least = summary.least();
    this.most = summary.most();
    this.hasNan = summary.hasNan();
    this.upper = upper;
  }

  /**
   * All but the counts of bits.
   *
   * @param squares sum of the squared distances from the mean
   */
  record Summary(
      long count, double mean, double squares, float least, float most, boolean hasNan) {}

  Summary summary() {
    return new Summary(count, mean, squares, least, most, hasNan);
  }

  /** Adds the values {@code channel, channel + channels, ...}. */
  void add(FloatBytes values, int channel, int channels) {
    int total = values.count();
    long n = 0;
    double sum = 0;
    for (int i = channel; i < total; i += channels) {
      float value = values.get(i);
      sum += value;
      upper[FloatOrder.upper(value)]++;
      least = Math.min(least, value);
      most = Math.max(most, value);
      n++;
    }
    double center = sum / n;
    double distances = 0;
    for (int i = channel; i < total; i += channels) {
      double distance = values.get(i) - center;
      distances += distance * distance;
    }
    hasNan |= Double.isNaN(sum) && Float.isNaN(least);
    merge(n, center, distances);
  }

  private void merge(long n, double otherMean, double otherSquares) {
    if (n == 0) {
      return;
    }
    long both = count + n;
    double delta = otherMean - mean;
    squares += otherSquares + delta * delta * ((double) count / both) * n;
    mean += delta * n / both;
    count = both;
  }

  /** Adds what others know. */
  void add(ChannelStatistics other) {
    merge(other.count, other.mean, other.squares);
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
    hasNan |= other.hasNan;
    for (int i = 0; i < upper.length; i++) {
      upper[i] += other.upper[i];
    }
  }

  /** Number of values. */
  public long count() {
    return count;
  }

  /** Mean; NaN if there is no value or one is NaN. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Standard deviation of the population. */
  public double deviation() {
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }

  /** The least value; NaN if one is NaN. */
  public double least() {
    return count == 0 ? Double.NaN : least;
  }

  /** The greatest value; NaN if one is NaN. */
  public double most() {
    return count == 0 ? Double.NaN : most;
  }

  /** Whether there are quantiles: there is a value and none is NaN. */
  boolean isOrdered() {
    return count > 0 && !hasNan;
  }

  /** How many values have this upper half. */
  long withUpper(int half) {
    return upper[half];
  }

  /** The counts by upper half: pairs of half and count, only those that are not 0. */
  long[] sparseCounts() {
    long[] pairs = new long[2 * (int) Arrays.stream(upper).filter(n -> n != 0).count()];
    int at = 0;
    for (int half = 0; half < upper.length; half++) {
      if (upper[half] != 0) {
        pairs[at++] = half;
        pairs[at++] = upper[half];
      }
    }
    return pairs;
  }
}
