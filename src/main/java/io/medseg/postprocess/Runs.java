package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.util.Arrays;

/**
 * One class of a mask as runs of voxels along W, half-open, in the order of the mask's rows (planes
 * of D, then rows of H) and ascending along W. As many as the class has pieces of rows, so thin
 * structures take little memory and time.
 */
final class Runs {
  private final int width;
  private final int wordsPerRow;
  private final int[] firstOfRow;
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private int count;

  Runs(MaskVolume masks, int category) {
    int rows = masks.shape().get(0) * masks.shape().get(2);
    long[] words = masks.words(category);
    this.width = masks.shape().get(1);
    this.wordsPerRow = masks.wordsPerRow();
    this.firstOfRow = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      addRow(words, row * wordsPerRow);
      firstOfRow[row + 1] = count;
    }
  }

  private void addRow(long[] words, int base) {
    int start = -1;
    for (int k = 0; k < wordsPerRow; k++) {
      long word = words[base + k];
      // A word whose voxels are all like the one before it changes nothing.
      if (word == (start < 0 ? 0 : -1L)) {
        continue;
      }
      // Bits where a voxel differs from the one before it: starts and ends take turns.
      long changes = word ^ (word << 1 | (start < 0 ? 0 : 1));
      for (; changes != 0; changes &= changes - 1) {
        int w = (k << 6) + Long.numberOfTrailingZeros(changes);
        if (start < 0) {
          start = w;
        } else {
          add(start, w);
          start = -1;
        }
      }
    }
    if (start >= 0) {
      add(start, width);
    }
  }

  private void add(int start, int stop) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = start;
    to[count++] = stop;
  }

  int count() {
    return count;
  }

  /** The first run of a row {@code d * H + h}; the one after its last is that of the next row. */
  int first(int row) {
    return firstOfRow[row];
  }

  /** Where a run starts along W. */
  int from(int run) {
    return from[run];
  }

  /** The first voxel along W behind a run. */
  int to(int run) {
    return to[run];
  }

  /** Turns the voxels of a run of this row over in {@code words}: set becomes clear. */
  void flip(int run, int row, long[] words) {
    int base = row * wordsPerRow;
    int last = to[run] - 1 >>> 6;
    for (int k = from[run] >>> 6; k <= last; k++) {
      long low = k == from[run] >>> 6 ? -1L << from[run] : -1L;
      long high = k == last ? -1L >>> -to[run] : -1L;
      words[base + k] ^= low & high;
    }
  }
}
