package io.medseg.loader;

import io.medseg.volume.PadMode;
import io.medseg.volume.Volume;

/** Copies the voxels of a window, padded, into a batch whose axes are in the loader's order. */
final class WindowImages {
  /** Columns up to which a window is copied plane by plane: its rows are too short to matter. */
  private static final int NARROW = 16;

  private final SliceAxis axes;
  private final PadMode mode;

  WindowImages(SliceAxis axes, PadMode mode) {
    this.axes = axes;
    this.mode = mode;
  }

  /**
   * Copies one window.
   *
   * @param batch holds zeros where the window goes
   * @param offset where it begins
   */
  void copy(Volume image, Element element, float[] batch, int offset) {
    WindowMap window = WindowMap.of(element, axes, mode);
    SourceMap rows = window.map(0);
    SourceMap columns = window.map(1);
    SourceMap slices = window.map(2);
    int width = image.shape().get(1);
    if (isPlane(window) && rows.isInside() && columns.isInside() && columns.length() == width) {
      copyRows(image, rows, slices.index()[0], batch, offset);
      return;
    }
    if (axes == SliceAxis.W && columns.length() <= NARROW) {
      copyNarrow(image, window, batch, offset);
      return;
    }
    // Rows outside, slices inside: a row of the window stays in the cache while they interleave.
    for (int h = 0; h < rows.length(); h++) {
      for (int d = 0; d < slices.length(); d++) {
        if (rows.index()[h] != PadMode.ZERO && slices.index()[d] != PadMode.ZERO) {
          float[] plane = image.plane(slices.index()[d]);
          int to = offset + h * window.stride(0) + d * window.stride(2);
          copyRow(plane, rows.index()[h] * width, columns, batch, to, window.stride(1));
        }
      }
    }
  }

  /** Planes outside, so that what is read lies as close together as it can. */
  private static void copyNarrow(Volume image, WindowMap window, float[] batch, int offset) {
    int width = image.shape().get(1);
    int[] rows = window.map(0).index();
    int[] columns = window.map(1).index();
    int[] slices = window.map(2).index();
    int strideH = window.stride(0);
    int strideW = window.stride(1);
    int strideD = window.stride(2);
    for (int d = 0; d < slices.length; d++) {
      for (int w = 0; w < columns.length; w++) {
        if (slices[d] != PadMode.ZERO && columns[w] != PadMode.ZERO) {
          int to = offset + d * strideD + w * strideW;
          copyColumn(image.plane(slices[d]), columns[w], rows, width, batch, to, strideH);
        }
      }
    }
  }

  private static void copyColumn(
      float[] plane, int column, int[] rows, int width, float[] batch, int offset, int step) {
    for (int h = 0, to = offset; h < rows.length; h++, to += step) {
      if (rows[h] != PadMode.ZERO) {
        batch[to] = plane[rows[h] * width + column];
      }
    }
  }

  private boolean isPlane(WindowMap window) {
    return axes == SliceAxis.D && window.map(2).length() == 1;
  }

  /** Whole rows of one slice lie one behind the other in image and batch alike. */
  private static void copyRows(Volume image, SourceMap rows, int slice, float[] batch, int offset) {
    if (slice != PadMode.ZERO) {
      int width = image.shape().get(1);
      System.arraycopy(
          image.plane(slice), rows.index()[0] * width, batch, offset, rows.length() * width);
    }
  }

  private static void copyRow(
      float[] plane, int row, SourceMap columns, float[] batch, int offset, int step) {
    int[] index = columns.index();
    int from = columns.from();
    int to = columns.to();
    if (step == 1) {
      System.arraycopy(plane, row + index[from], batch, offset + from, to - from);
    } else {
      int source = row + index[from];
      for (int w = from, out = offset + from * step; w < to; w++, out += step) {
        batch[out] = plane[source++];
      }
    }
    copyPadding(plane, row, index, 0, from, batch, offset, step);
    copyPadding(plane, row, index, to, index.length, batch, offset, step);
  }

  private static void copyPadding(
      float[] plane, int row, int[] index, int from, int to, float[] batch, int offset, int step) {
    for (int w = from; w < to; w++) {
      if (index[w] != PadMode.ZERO) {
        batch[offset + w * step] = plane[row + index[w]];
      }
    }
  }
}
