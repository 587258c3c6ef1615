package io.medseg.volume;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Masks as they travel: of each class only the words of {@link MaskVolume#words} that hold a voxel,
 * since most of a scan is background.
 *
 * @param shape H x W x D
 * @param positions of each class, ascending: where the words belong
 * @param words of each class
 */
public record SparseMasks(Shape shape, int[][] positions, long[][] words) implements Serializable {
  /** What is set in the masks. */
  public static SparseMasks of(MaskVolume masks) {
    int[][] positions = new int[masks.classes()][];
    long[][] words = new long[masks.classes()][];
    for (int c = 0; c < masks.classes(); c++) {
      long[] all = masks.words(c);
      int[] where = new int[all.length];
      int count = 0;
      for (int i = 0; i < all.length; i++) {
        where[count] = i;
        count += all[i] != 0 ? 1 : 0;
      }
      positions[c] = Arrays.copyOf(where, count);
      words[c] = Arrays.stream(positions[c]).mapToLong(i -> all[i]).toArray();
    }
    return new SparseMasks(masks.shape(), positions, words);
  }

  /** Sets the same voxels in masks of the same shape and classes. */
  public void addTo(MaskVolume masks) {
    if (!shape.equals(masks.shape()) || words.length != masks.classes()) {
      throw new IllegalArgumentException(
          "Invalid masks: %s with %d classes, not %s with %d"
              .formatted(masks.shape(), masks.classes(), shape, words.length));
    }
    for (int c = 0; c < words.length; c++) {
      long[] all = masks.words(c);
      for (int i = 0; i < words[c].length; i++) {
        all[positions[c][i]] |= words[c][i];
      }
    }
  }

  /** Size of what travels. */
  public long bytes() {
    return Arrays.stream(words).mapToLong(of -> 12L * of.length).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseMasks masks
        && shape.equals(masks.shape)
        && Arrays.deepEquals(positions, masks.positions)
        && Arrays.deepEquals(words, masks.words);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(positions) + Arrays.deepHashCode(words);
  }

  @Override
  public String toString() {
    return "SparseMasks(" + shape + ", " + words.length + " classes, " + bytes() + " bytes)";
  }
}
