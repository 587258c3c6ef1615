package io.medseg.shards;

import io.medseg.volume.Moments;
import java.util.Arrays;

/**
 * What is known of the intensities of one channel: moments, range, and how many values have which
 * upper half of their bits (see {@link FloatOrder}). Adding element by element in a given order
 * gives the same bits on every machine. Mutable, one thread.
 *
 * <p>The deviation is the population's, as NumPy's.
 */
public final class ChannelStatistics {
  private Moments moments = Moments.NONE;
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
    this.moments = summary.moments();
    this.least = summary.least();
    this.most = summary.most();
    this.hasNan = summary.hasNan();
    this.upper = upper;
  }

  /** All but the counts of bits. */
  record Summary(Moments moments, float least, float most, boolean hasNan) {}

  Summary summary() {
    return new Summary(moments, least, most, hasNan);
  }

  /** Adds the values {@code channel, channel + channels, ...}. */
  void add(FloatBytes values, int channel, int channels) {
    int n = (values.count() - channel + channels - 1) / channels;
    if (n > 0) {
      double center = sum(values, channel, channels) / n;
      double squares = distances(values, channel, channels, center);
      moments = moments.plus(new Moments(n, center, squares));
      addOrders(values, channel, channels);
    }
  }

  // Sums go four ways at once: one would wait for the addition before, each time.

  private static double sum(FloatBytes values, int channel, int step) {
    int total = values.count();
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = channel;
    for (; i + 3 * step < total; i += 4 * step) {
      a += values.get(i);
      b += values.get(i + step);
      c += values.get(i + 2 * step);
      d += values.get(i + 3 * step);
    }
    for (; i < total; i += step) {
      a += values.get(i);
    }
    return a + b + (c + d);
  }

  private static double distances(FloatBytes values, int channel, int step, double center) {
    int total = values.count();
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = channel;
    for (; i + 3 * step < total; i += 4 * step) {
      a += square(values.get(i) - center);
      b += square(values.get(i + step) - center);
      c += square(values.get(i + 2 * step) - center);
      d += square(values.get(i + 3 * step) - center);
    }
    for (; i < total; i += step) {
      a += square(values.get(i) - center);
    }
    return a + b + (c + d);
  }

  private static double square(double distance) {
    return distance * distance;
  }

  /** Counts upper halves and finds the range, both in the numbers of the order. */
  private void addOrders(FloatBytes values, int channel, int step) {
    int total = values.count();
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (int i = channel; i < total; i += step) {
      int key = FloatOrder.key(values.get(i));
      upper[key >>> Short.SIZE]++;
      int signed = key ^ Integer.MIN_VALUE;
      low = Math.min(low, signed);
      high = Math.max(high, signed);
    }
    float lowest = FloatOrder.value(low ^ Integer.MIN_VALUE);
    float highest = FloatOrder.value(high ^ Integer.MIN_VALUE);
    boolean isNan = Float.isNaN(lowest) || Float.isNaN(highest);
    hasNan |= isNan;
    least = Math.min(least, isNan ? Float.NaN : lowest);
    most = Math.max(most, isNan ? Float.NaN : highest);
  }

  /** Adds what others know. */
  void add(ChannelStatistics other) {
    moments = moments.plus(other.moments);
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
    hasNan |= other.hasNan;
    for (int i = 0; i < upper.length; i++) {
      upper[i] += other.upper[i];
    }
  }

  /** Number of values. */
  public long count() {
    return moments.count();
  }

  /** Mean; NaN if there is no value or one is NaN. */
  public double mean() {
    return count() == 0 ? Double.NaN : moments.mean();
  }

  /** Standard deviation of the population. */
  public double deviation() {
    return moments.sd();
  }

  /** The least value; NaN if one is NaN. */
  public double least() {
    return count() == 0 ? Double.NaN : least;
  }

  /** The greatest value; NaN if one is NaN. */
  public double most() {
    return count() == 0 ? Double.NaN : most;
  }

  /** Whether no value is NaN or infinite; otherwise some of these numbers are of no use. */
  public boolean isFinite() {
    return count() == 0 || Float.isFinite(least) && Float.isFinite(most);
  }

  /** Whether there are quantiles: there is a value and none is NaN. */
  boolean isOrdered() {
    return count() > 0 && !hasNan;
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
