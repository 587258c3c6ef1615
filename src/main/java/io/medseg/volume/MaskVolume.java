package io.medseg.volume;

import java.util.Arrays;
import java.util.List;

/**
 * Binary masks of one scan, one bit per class and voxel, so that classes may overlap. For each
 * class a bit set over D planes of H rows of W voxels; a row starts at a new long ({@link
 * #wordsPerRow}), voxel {@code w} of a row is bit {@code w & 63} of word {@code w >> 6}, unused
 * bits are 0. Mutable, not synchronised: one task owns it.
 */
public final class MaskVolume {
  private final Shape shape;
  private final int wordsPerRow;
  private final long[][] bits;

  private MaskVolume(Shape shape, long[][] bits) {
    this.shape = shape;
    this.wordsPerRow = wordsPerRow(shape.get(1));
    this.bits = bits;
  }

  /** Empty masks. */
  public static MaskVolume empty(int height, int width, int depth, int classes) {
    int words = Math.multiplyExact(Math.multiplyExact(height, depth), wordsPerRow(width));
    return new MaskVolume(Shape.of(height, width, depth), new long[classes][words]);
  }

  private static int wordsPerRow(int width) {
    return (width + 63) >>> 6;
  }

  /** Bytes that the bits of one class take in masks of this shape, H x W x D. */
  public static long bytesPerClass(Shape shape) {
    return (long) Long.BYTES * shape.get(0) * wordsPerRow(shape.get(1)) * shape.get(2);
  }

  /** H x W x D, without the classes. */
  public Shape shape() {
    return shape;
  }

  /** Number of classes (mask channels). */
  public int classes() {
    return bits.length;
  }

  /** Longs in one row of W voxels. */
  public int wordsPerRow() {
    return wordsPerRow;
  }

  /** Index of the first word of row {@code h} of plane {@code d} in {@link #words}. */
  public int row(int h, int d) {
    return (d * shape.get(0) + h) * wordsPerRow;
  }

  /** The bits of a class themselves (D, H, words of W). */
  public long[] words(int category) {
    return bits[category];
  }

  /** Whether a voxel belongs to a class. */
  public boolean get(int h, int w, int d, int category) {
    return (bits[category][row(h, d) + (w >>> 6)] >>> (w & 63) & 1) != 0;
  }

  /** Puts a voxel into a class. */
  public void set(int h, int w, int d, int category) {
    bits[category][row(h, d) + (w >>> 6)] |= 1L << (w & 63);
  }

  /** Number of voxels of a class. */
  public long count(int category) {
    long count = 0;
    for (long word : bits[category]) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /**
   * The classes of an experiment out of the channels of a file: class {@code i} is the union of the
   * channels {@code groups.get(i)}. A class of one channel shares that channel's bits.
   *
   * @throws IndexOutOfBoundsException if a group names a channel that is not there; callers check
   *     first and say it in words
   */
  public MaskVolume collate(List<int[]> groups) {
    long[][] collated = new long[groups.size()][];
    for (int i = 0; i < collated.length; i++) {
      int[] group = groups.get(i);
      collated[i] = group.length == 1 ? bits[group[0]] : union(group);
    }
    return new MaskVolume(shape, collated);
  }

  /** These classes behind a first one that holds the voxels of no class. */
  public MaskVolume withBackground() {
    int[] all = new int[bits.length];
    Arrays.setAll(all, i -> i);
    long[] background = union(all);
    for (int row = 0; row < background.length; row += wordsPerRow) {
      for (int k = 0; k < wordsPerRow; k++) {
        background[row + k] = ~background[row + k] & validBits(k);
      }
    }
    long[][] more = new long[bits.length + 1][];
    more[0] = background;
    System.arraycopy(bits, 0, more, 1, bits.length);
    return new MaskVolume(shape, more);
  }

  /** These classes without the first one. */
  public MaskVolume withoutFirst() {
    return new MaskVolume(shape, Arrays.copyOfRange(bits, 1, bits.length));
  }

  /** These classes where class 0 of {@code other} is set. */
  public MaskVolume and(MaskVolume other) {
    long[][] kept = new long[bits.length][];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = bits[c].clone();
      for (int i = 0; i < kept[c].length; i++) {
        kept[c][i] &= other.bits[0][i];
      }
    }
    return new MaskVolume(shape, kept);
  }

  private long validBits(int word) {
    int left = shape.get(1) - 64 * word;
    return left >= 64 ? -1L : (1L << left) - 1;
  }

  private long[] union(int[] group) {
    long[] union = new long[bits.length == 0 ? 0 : bits[0].length];
    for (int channel : group) {
      for (int i = 0; i < union.length; i++) {
        union[i] |= bits[channel][i];
      }
    }
    return union;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskVolume masks
        && shape.equals(masks.shape)
        && Arrays.deepEquals(bits, masks.bits);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.deepHashCode(bits);
  }
}
