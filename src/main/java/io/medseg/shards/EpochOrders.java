package io.medseg.shards;

import io.medseg.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes the orders of epochs as lists of record numbers, so that a trainer takes the same records
 * in another order without a second copy of them. Records are single elements, numbered as they
 * were written; those that are missing are left out.
 */
public final class EpochOrders {
  private static final int GONE = -1;

  private final int[] recordOf;
  private final int records;

  /**
   * @param positions number of positions in the order of the first epoch
   * @param missing those without a record, ascending
   */
  public EpochOrders(int positions, long[] missing) {
    recordOf = new int[positions];
    int record = 0;
    int gone = 0;
    for (int position = 0; position < positions; position++) {
      boolean isGone = gone < missing.length && missing[gone] == position;
      gone += isGone ? 1 : 0;
      recordOf[position] = isGone ? GONE : record++;
    }
    records = record;
  }

  /** Name of a list in the folder of its side. */
  public static String fileName(int epoch) {
    return String.format(Locale.ROOT, "epoch-%04d.npy", epoch);
  }

  /**
   * The record numbers of an epoch.
   *
   * @param firstPosition gives, for a place in this epoch, the position of its element in the first
   */
  public long[] records(IntUnaryOperator firstPosition) {
    long[] order = new long[records];
    int at = 0;
    for (int place = 0; place < recordOf.length; place++) {
      int record = recordOf[firstPosition.applyAsInt(place)];
      if (record != GONE) {
        order[at++] = record;
      }
    }
    return order;
  }

  /**
   * Writes a list.
   *
   * @throws InputException if it cannot be written
   */
  public static void write(Path file, long[] records, Configuration hadoop) {
    try {
      NumpyFile.write(file, records, hadoop);
    } catch (IOException e) {
      throw new InputException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Where each value of a permutation is in it. */
  public static int[] inverse(int[] permutation) {
    int[] inverse = new int[permutation.length];
    Arrays.fill(inverse, GONE);
    IntStream.range(0, permutation.length).forEach(place -> inverse[permutation[place]] = place);
    return inverse;
  }

  /** Names of the lists of a side inside the output. */
  public static List<String> names(String side, int epochs) {
    List<String> names = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      names.add(side + "/" + fileName(epoch));
    }
    return names;
  }
}
