package io.medseg.segmentation;

import io.medseg.volume.MaskVolume;
import java.util.Arrays;

/**
 * Draws a slice: the image in grey between its percentiles 1 and 99, the voxels of classes in their
 * colour at 60 % opacity (the first class wins), and the rims of the truth's classes in a lighter
 * shade of it, where there is a truth. Pixels are square: voxels that are not are repeated.
 */
record Preview(Segmentation segmentation, SliceView view) {
  private static final double OPACITY = 0.6;
  private static final int MOST_PIXELS = 4096;

  /**
   * The picture.
   *
   * @param image of the slice, rows by columns
   */
  PngImage draw(float[] image) {
    int[] pixels = grey(image);
    paint(pixels);
    if (segmentation.truth() != null) {
      outline(segmentation.truth(), pixels);
    }
    return squared(pixels);
  }

  /** Constant images, and what is not a number, are black. */
  private static int[] grey(float[] image) {
    float[] sorted = image.clone();
    Arrays.sort(sorted);
    // Not-a-numbers come last.
    int count = sorted.length;
    while (count > 0 && Float.isNaN(sorted[count - 1])) {
      count--;
    }
    int[] pixels = new int[image.length];
    if (count == 0) {
      return pixels;
    }
    double low = sorted[(int) Math.round(0.01 * (count - 1))];
    double high = sorted[(int) Math.round(0.99 * (count - 1))];
    for (int i = 0; i < pixels.length; i++) {
      double level = (image[i] - low) / (high - low);
      // Rounding makes 0 of what is not a number.
      int grey = (int) Math.round(255 * Math.max(0, Math.min(1, level)));
      pixels[i] = grey << 16 | grey << 8 | grey;
    }
    return pixels;
  }

  private void paint(int[] pixels) {
    MaskVolume labels = segmentation.labels();
    ClassColors colors = new ClassColors(segmentation.classes());
    for (int i = 0; i < pixels.length; i++) {
      int category = first(labels, i);
      if (category >= 0) {
        pixels[i] = blend(pixels[i], colors.rgb(category), OPACITY);
      }
    }
  }

  private int first(MaskVolume labels, int pixel) {
    for (int c = 0; c < labels.classes(); c++) {
      if (view.get(labels, pixel / view.columns(), pixel % view.columns(), c)) {
        return c;
      }
    }
    return -1;
  }

  private void outline(MaskVolume truth, int[] pixels) {
    ClassColors colors = new ClassColors(segmentation.classes());
    for (int c = truth.classes() - 1; c >= 0; c--) {
      int light = blend(colors.rgb(c), 0xffffff, 0.5);
      for (int i = 0; i < pixels.length; i++) {
        if (isRim(truth, i / view.columns(), i % view.columns(), c)) {
          pixels[i] = light;
        }
      }
    }
  }

  private boolean isRim(MaskVolume truth, int row, int column, int category) {
    return view.get(truth, row, column, category)
        && !(view.get(truth, row - 1, column, category)
            && view.get(truth, row + 1, column, category)
            && view.get(truth, row, column - 1, category)
            && view.get(truth, row, column + 1, category));
  }

  private static int blend(int below, int above, double opacity) {
    int blended = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double level = (1 - opacity) * (below >> shift & 0xff) + opacity * (above >> shift & 0xff);
      blended |= (int) Math.round(level) << shift;
    }
    return blended;
  }

  private PngImage squared(int[] pixels) {
    double rowMm = view.rowMm(segmentation.spacing());
    double columnMm = view.columnMm(segmentation.spacing());
    double pixelMm = Math.min(rowMm, columnMm);
    int rows = size(view.rows(), rowMm / pixelMm);
    int columns = size(view.columns(), columnMm / pixelMm);
    int[] squared = new int[rows * columns];
    for (int i = 0; i < squared.length; i++) {
      int row = (int) ((long) (i / columns) * view.rows() / rows);
      int column = (int) ((long) (i % columns) * view.columns() / columns);
      squared[i] = pixels[row * view.columns() + column];
    }
    return new PngImage(rows, columns, squared);
  }

  private static int size(int voxels, double stretch) {
    return (int) Math.max(1, Math.min(MOST_PIXELS, Math.round(voxels * stretch)));
  }
}
