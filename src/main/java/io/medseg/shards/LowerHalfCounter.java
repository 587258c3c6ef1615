package io.medseg.shards;

import java.io.IOException;
import java.util.Arrays;

/** Counts the lower halves of values whose upper half is wanted: the second pass. One thread. */
public final class LowerHalfCounter {
  private static final int UNWANTED = -1;

  private final Quantiles.Counts counts;

  /** For each channel, where the counts of an upper half are. */
  private final int[][] rows;

  /** A counter that has seen nothing. */
  public LowerHalfCounter(Quantiles.Wanted wanted) {
    this.counts = Quantiles.Counts.none(wanted);
    this.rows = new int[wanted.halves().length][FloatOrder.HALVES];
    for (int channel = 0; channel < rows.length; channel++) {
      Arrays.fill(rows[channel], UNWANTED);
      int[] halves = wanted.halves()[channel];
      for (int row = 0; row < halves.length; row++) {
        rows[channel][halves[row]] = row;
      }
    }
  }

  /**
   * Counts the values of a shard.
   *
   * @throws IOException if it cannot be read or is damaged
   */
  void addAll(InputSource shard) throws IOException {
    for (FloatBytes input = shard.next(); input != null; input = shard.next()) {
      add(input);
    }
  }

  private void add(FloatBytes values) {
    int channels = rows.length;
    for (int channel = 0; channel < channels; channel++) {
      int[] rowOf = rows[channel];
      long[][] lower = counts.counts()[channel];
      for (int i = channel; i < values.count(); i += channels) {
        int key = FloatOrder.key(values.get(i));
        int row = rowOf[key >>> Short.SIZE];
        if (row != UNWANTED) {
          lower[row][key & (FloatOrder.HALVES - 1)]++;
        }
      }
    }
  }

  /** What was counted. */
  public Quantiles.Counts counts() {
    return counts;
  }
}
