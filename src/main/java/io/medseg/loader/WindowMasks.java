package io.medseg.loader;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.PadMode;

/** Expands the masks of a window, padded, into a batch of 0 and 1 in the order H, W, D, C. */
final class WindowMasks {
  private final ClassChannels classes;
  private final SliceAxis axes;
  private final PadMode mode;
  private final WindowForm form;

  WindowMasks(ClassChannels classes, SliceAxis axes, PadMode mode, WindowForm form) {
    this.classes = classes;
    this.axes = axes;
    this.mode = mode;
    this.form = form;
  }

  /**
   * Expands one window. Padding of zeros leaves every class 0, the background included, as MedSegPy
   * does.
   *
   * @param batch holds zeros where the window goes
   * @param offset where it begins
   */
  void expand(MaskVolume masks, Element element, float[] batch, int offset) {
    WindowMap window = WindowMap.of(element, axes, mode);
    window = form == WindowForm.SLICES ? window.middleSlice() : window;
    SourceMap rows = window.map(0);
    SourceMap slices = window.map(2);
    int count = classes.count();
    long[][] bits = new long[count][masks.wordsPerRow()];
    for (int h = 0; h < rows.length(); h++) {
      for (int d = 0; d < slices.length(); d++) {
        if (rows.index()[h] != PadMode.ZERO && slices.index()[d] != PadMode.ZERO) {
          classes.row(masks, rows.index()[h], slices.index()[d], bits);
          int to = offset + (h * window.stride(0) + d * window.stride(2)) * count;
          for (int c = 0; c < count; c++) {
            expandRow(bits[c], window.map(1), batch, to + c, window.stride(1) * count);
          }
        }
      }
    }
  }

  private static void expandRow(
      long[] bits, SourceMap columns, float[] batch, int offset, int step) {
    int[] index = columns.index();
    if (columns.from() < columns.to()) {
      expandInside(bits, columns, batch, offset, step);
    }
    expandPadding(bits, index, 0, columns.from(), batch, offset, step);
    expandPadding(bits, index, columns.to(), index.length, batch, offset, step);
  }

  private static void expandInside(
      long[] bits, SourceMap columns, float[] batch, int offset, int step) {
    int start = columns.index()[columns.from()];
    int stop = start + columns.to() - columns.from();
    int shift = columns.from() - start;
    for (int k = start >> 6; k <= (stop - 1) >> 6; k++) {
      long word = bits[k];
      while (word != 0) {
        int w = (k << 6) + Long.numberOfTrailingZeros(word);
        if (w >= start && w < stop) {
          batch[offset + (w + shift) * step] = 1;
        }
        word &= word - 1;
      }
    }
  }

  private static void expandPadding(
      long[] bits, int[] index, int from, int to, float[] batch, int offset, int step) {
    for (int w = from; w < to; w++) {
      if (index[w] != PadMode.ZERO && (bits[index[w] >> 6] >>> (index[w] & 63) & 1) != 0) {
        batch[offset + w * step] = 1;
      }
    }
  }
}
