package io.medseg.metric;

import io.medseg.volume.MaskVolume;

/**
 * The surface voxels of one class of a mask: the mask without its erosion by one step, where
 * everything outside the volume is background (scipy's {@code binary_erosion} with {@code
 * border_value=0}, as medpy uses it). So a voxel on a face of the volume is always on the surface,
 * and in a volume of depth 1 every voxel is.
 *
 * <p>Kept as bits over the mask's {@link Extent}, rows of W in the order H, D, since distances are
 * wanted in the order H, W, D. Indices of voxels are those of the volume. Immutable.
 */
final class Surface {
  /** No such voxel. */
  static final int NONE = Integer.MAX_VALUE;

  private final Extent extent;
  private final long[] bits;
  private final int count;

  private Surface(Extent extent, long[] bits, int count) {
    this.extent = extent;
    this.bits = bits;
    this.count = count;
  }

  /** The surface of a class whose voxels all lie in {@code extent}. */
  static Surface of(MaskVolume mask, int category, Extent extent, Connectivity connectivity) {
    Erosion erosion = new Erosion(mask, category, connectivity);
    long[] bits = new long[extent.height() * extent.depth() * extent.words()];
    int count = 0;
    int i = 0;
    for (int h = 0; h < extent.height(); h++) {
      for (int d = 0; d < extent.depth(); d++) {
        for (int word = 0; word < extent.words(); word++) {
          bits[i] =
              erosion.removed(extent.startH() + h, extent.startWord() + word, extent.startD() + d);
          count += Long.bitCount(bits[i++]);
        }
      }
    }
    return new Surface(extent, bits, count);
  }

  /** Number of surface voxels. */
  int count() {
    return count;
  }

  Extent extent() {
    return extent;
  }

  /** Index of a row in {@link #next} and {@link #nearest}, or -1 if no voxel can lie there. */
  int row(int h, int d) {
    int inH = h - extent.startH();
    int inD = d - extent.startD();
    return inH < 0 || inH >= extent.height() || inD < 0 || inD >= extent.depth()
        ? -1
        : (inH * extent.depth() + inD) * extent.words();
  }

  /** The first surface voxel of a row at or after {@code w}, or {@link #NONE}. */
  int next(int row, int w) {
    int from = Math.max(0, w - 64 * extent.startWord());
    int word = from >>> 6;
    if (word >= extent.words()) {
      return NONE;
    }
    long left = bits[row + word] & -1L << from;
    while (left == 0) {
      if (++word == extent.words()) {
        return NONE;
      }
      left = bits[row + word];
    }
    return 64 * (extent.startWord() + word) + Long.numberOfTrailingZeros(left);
  }

  /** The last surface voxel of a row at or before {@code w}, or {@link #NONE}. */
  private int previous(int row, int w) {
    int from = Math.min(64 * extent.words() - 1, w - 64 * extent.startWord());
    if (from < 0) {
      return NONE;
    }
    int word = from >>> 6;
    long left = bits[row + word] & -1L >>> ~from;
    while (left == 0) {
      if (--word < 0) {
        return NONE;
      }
      left = bits[row + word];
    }
    return 64 * (extent.startWord() + word) + 63 - Long.numberOfLeadingZeros(left);
  }

  /** Steps along W from {@code w} to the nearest surface voxel of a row, or {@link #NONE}. */
  int nearest(int row, int w) {
    int after = next(row, w);
    if (after == w) {
      return 0;
    }
    int before = previous(row, w);
    return Math.min(after == NONE ? NONE : after - w, before == NONE ? NONE : w - before);
  }
}
