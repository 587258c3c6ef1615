package io.medseg.segmentation;

import io.medseg.segmentation.WriterSettings.PreviewAxis;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;

/**
 * A slice across an axis of a volume, as a picture: across D rows are H and columns W, across H
 * rows are D and columns W, across W rows are H and columns D. Arrays are shown as they are stored,
 * not turned to a radiologist's view.
 */
record SliceView(PreviewAxis axis, int index, Shape shape) {
  int rows() {
    return axis == PreviewAxis.H ? shape.get(2) : shape.get(0);
  }

  int columns() {
    return axis == PreviewAxis.W ? shape.get(2) : shape.get(1);
  }

  double rowMm(Spacing spacing) {
    return axis == PreviewAxis.H ? spacing.depth() : spacing.height();
  }

  double columnMm(Spacing spacing) {
    return axis == PreviewAxis.W ? spacing.depth() : spacing.width();
  }

  /** Whether a voxel of the slice is in a class; places outside the picture are not. */
  boolean get(MaskVolume masks, int row, int column, int category) {
    if (row < 0 || row >= rows() || column < 0 || column >= columns()) {
      return false;
    }
    return switch (axis) {
      case D -> masks.get(row, column, index, category);
      case H -> masks.get(index, column, row, category);
      case W -> masks.get(row, index, column, category);
    };
  }

  /** Whether a plane of the volume has voxels of the slice. */
  boolean meets(int d) {
    return axis != PreviewAxis.D || d == index;
  }

  /** Copies the voxels of the slice that a plane has. */
  void copy(int d, float[] plane, float[] picture) {
    int width = shape.get(1);
    switch (axis) {
      case D -> System.arraycopy(plane, 0, picture, 0, plane.length);
      case H -> System.arraycopy(plane, index * width, picture, d * width, width);
      case W -> {
        for (int h = 0; h < shape.get(0); h++) {
          picture[h * shape.get(2) + d] = plane[h * width + index];
        }
      }
    }
  }

  /** Voxels of any class in each slice across an axis. */
  static long[] foreground(MaskVolume masks, PreviewAxis axis) {
    Shape shape = masks.shape();
    long[] counts = new long[shape.get(axis.ordinal())];
    for (int d = 0; d < shape.get(2); d++) {
      for (int h = 0; h < shape.get(0); h++) {
        for (int k = 0; k < masks.wordsPerRow(); k++) {
          count(any(masks, masks.row(h, d) + k), axis, new int[] {h, 64 * k, d}, counts);
        }
      }
    }
    return counts;
  }

  private static long any(MaskVolume masks, int index) {
    long any = 0;
    for (int c = 0; c < masks.classes(); c++) {
      any |= masks.words(c)[index];
    }
    return any;
  }

  private static void count(long word, PreviewAxis axis, int[] at, long[] counts) {
    if (axis != PreviewAxis.W) {
      counts[at[axis.ordinal()]] += Long.bitCount(word);
      return;
    }
    for (long rest = word; rest != 0; rest &= rest - 1) {
      counts[at[1] + Long.numberOfTrailingZeros(rest)]++;
    }
  }
}
