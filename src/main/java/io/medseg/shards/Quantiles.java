package io.medseg.shards;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Exact percentiles of channels, found by counting in two passes: {@link ChannelStatistics} has
 * counted the upper halves of all values, which says in which of them the percentiles lie; of these
 * {@link Counts} counts the lower halves. Between two values it goes linearly, from the nearer one
 * as NumPy's default, to the same bits.
 */
public final class Quantiles {
  /** The percentiles that an index tells, as it names them. */
  static final List<String> PERCENTS =
      List.of("0.5", "1", "5", "25", "50", "75", "95", "99", "99.5");

  private Quantiles() {}

  /**
   * The upper halves in which the percentiles of each channel lie: a value that travels.
   *
   * @param halves of each channel, ascending
   */
  public record Wanted(int[][] halves) implements Serializable {
    /** What these channels need. */
    public static Wanted of(List<ChannelStatistics> channels) {
      return new Wanted(channels.stream().map(Wanted::halves).toArray(int[][]::new));
    }

    private static int[] halves(ChannelStatistics channel) {
      TreeSet<Integer> halves = new TreeSet<>();
      if (channel.isOrdered()) {
        for (String percent : PERCENTS) {
          double place = place(percent, channel.count());
          halves.add(halfOf(channel, (long) Math.floor(place)));
          halves.add(halfOf(channel, (long) Math.ceil(place)));
        }
      }
      return halves.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Wanted wanted && Arrays.deepEquals(halves, wanted.halves);
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(halves);
    }
  }

  /**
   * How many values of the wanted upper halves have which lower half: a value that travels.
   *
   * @param wanted which halves
   * @param counts by channel, wanted half and lower half; changed by {@link #add} and counters
   */
  public record Counts(Wanted wanted, long[][][] counts) implements Serializable {
    /** Counts of nothing. */
    public static Counts none(Wanted wanted) {
      long[][][] counts = new long[wanted.halves().length][][];
      for (int channel = 0; channel < counts.length; channel++) {
        counts[channel] = new long[wanted.halves()[channel].length][FloatOrder.HALVES];
      }
      return new Counts(wanted, counts);
    }

    /** Adds what another one counted; gives this one. */
    public Counts add(Counts other) {
      for (int channel = 0; channel < counts.length; channel++) {
        for (int row = 0; row < counts[channel].length; row++) {
          for (int i = 0; i < FloatOrder.HALVES; i++) {
            counts[channel][row][i] += other.counts[channel][row][i];
          }
        }
      }
      return this;
    }

    /** The percentiles of a channel by name; empty if it has none. */
    Map<String, Double> percentiles(int channel, ChannelStatistics statistics) {
      Map<String, Double> percentiles = new LinkedHashMap<>();
      if (statistics.isOrdered()) {
        for (String percent : PERCENTS) {
          percentiles.put(
              percent, percentile(channel, statistics, place(percent, statistics.count())));
        }
      }
      return percentiles;
    }

    private double percentile(int channel, ChannelStatistics statistics, double place) {
      double low = value(channel, statistics, (long) Math.floor(place));
      double high = value(channel, statistics, (long) Math.ceil(place));
      double between = place - Math.floor(place);
      if (low == high) {
        return low;
      }
      return between < 0.5 ? low + (high - low) * between : high - (high - low) * (1 - between);
    }

    private float value(int channel, ChannelStatistics statistics, long rank) {
      int half = halfOf(statistics, rank);
      long before = 0;
      for (int i = 0; i < half; i++) {
        before += statistics.withUpper(i);
      }
      long[] lower = counts[channel][Arrays.binarySearch(wanted.halves()[channel], half)];
      int low = 0;
      while (before + lower[low] <= rank) {
        before += lower[low++];
      }
      return FloatOrder.value(half << Short.SIZE | low);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Counts that
          && wanted.equals(that.wanted)
          && Arrays.deepEquals(counts, that.counts);
    }

    @Override
    public int hashCode() {
      return 31 * wanted.hashCode() + Arrays.deepHashCode(counts);
    }
  }

  /** Where a percentile lies among the sorted values, from 0; between two of them as well. */
  private static double place(String percent, long count) {
    return Double.parseDouble(percent) / 100 * (count - 1);
  }

  /** The upper half of the value of this rank. */
  private static int halfOf(ChannelStatistics channel, long rank) {
    long before = 0;
    int half = 0;
    while (before + channel.withUpper(half) <= rank) {
      before += channel.withUpper(half++);
    }
    return half;
  }
}
