package io.medseg.loader;

import io.medseg.volume.PadMode;

/**
 * Where the indices of a padded window come from on one axis.
 *
 * @param index for each index of the window that of the image, or {@link PadMode#ZERO}
 * @param from first index of the window that lies on the image itself
 * @param to index behind the last one that does
 */
record SourceMap(int[] index, int from, int to) {

  /**
   * The map of an element. The padding is made up from the clipped region alone, as MedSegPy does:
   * a reflection never shows a voxel that the region does not hold.
   */
  static SourceMap of(Element element, int axis, PadMode mode) {
    int start = element.region().start(axis);
    int length = element.region().length(axis);
    int low = element.padding().low(axis);
    int[] index = new int[low + length + element.padding().high(axis)];
    for (int i = 0; i < index.length; i++) {
      int source = mode.source(i - low, length);
      index[i] = source == PadMode.ZERO ? PadMode.ZERO : start + source;
    }
    return new SourceMap(index, low, low + length);
  }

  /** The middle of the window alone. */
  SourceMap middle() {
    int at = index.length / 2;
    return new SourceMap(new int[] {index[at]}, 0, at >= from && at < to ? 1 : 0);
  }

  /** Length of the window. */
  int length() {
    return index.length;
  }

  /** Whether the window lies on the image altogether. */
  boolean isInside() {
    return from == 0 && to == index.length;
  }
}
