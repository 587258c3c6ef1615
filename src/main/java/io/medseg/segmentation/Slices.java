package io.medseg.segmentation;

import io.medseg.InputException;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Which slices along an axis are previewed.
 *
 * @param count how many, evenly spread; 0 for the one with most foreground; {@link
 *     Integer#MAX_VALUE} for all
 */
public record Slices(int count) implements Serializable {
  /**
   * The slice with most foreground voxels, of equals the first; the middle one if there are none.
   */
  public static final Slices MOST = new Slices(0);

  /** Every slice. */
  public static final Slices ALL = new Slices(Integer.MAX_VALUE);

  /** Reads "most", "all" or a number from 1 on. */
  static Slices parse(String text) {
    String given = text.strip();
    if (given.equalsIgnoreCase("most")) {
      return MOST;
    }
    if (given.equalsIgnoreCase("all")) {
      return ALL;
    }
    if (given.matches("[1-9]\\d{0,5}")) {
      return new Slices(Integer.parseInt(given));
    }
    throw new InputException(
        "Invalid --slices: %s: most, all, or a number from 1 on is expected".formatted(given));
  }

  /** As {@link #parse} reads it. */
  String text() {
    return equals(MOST) ? "most" : equals(ALL) ? "all" : String.valueOf(count);
  }

  /**
   * The indices of the slices, ascending.
   *
   * @param foreground voxels of any class, by slice
   */
  int[] choose(long[] foreground) {
    if (count == 0) {
      return new int[] {most(foreground)};
    }
    int length = foreground.length;
    int chosen = Math.min(count, length);
    // The middles of as many equal parts.
    return IntStream.range(0, chosen)
        .map(i -> (int) ((2L * i + 1) * length / (2L * chosen)))
        .toArray();
  }

  private static int most(long[] foreground) {
    int best = foreground.length / 2;
    for (int i = foreground.length - 1; i >= 0; i--) {
      if (foreground[i] > 0 && foreground[i] >= foreground[best]) {
        best = i;
      }
    }
    return best;
  }
}
