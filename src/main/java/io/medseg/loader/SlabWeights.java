package io.medseg.loader;

import java.util.Arrays;

/**
 * The weights of windows along their axes, and what they add up to. The windows of all groups lie
 * alike, so sums are not kept for each voxel: they follow from how far it is from the start of a
 * group. Used by one thread.
 */
final class SlabWeights {
  private final SlabLayout layout;
  private final float[][] along;
  private final Blending blending;
  private final int window;
  private float[] sums;
  private float[] before;

  /**
   * @param along weights of a window along each axis of the grid
   * @param blending makes the weight of a voxel of them
   */
  SlabWeights(SlabLayout layout, float[][] along, Blending blending) {
    this.layout = layout;
    this.along = along;
    this.blending = blending;
    this.window = layout.slow().window();
  }

  /** Weights of a window along an axis of the grid. */
  float[] along(int axis) {
    return along[axis];
  }

  /** The weight of a voxel from the product of its weights along the axes. */
  float weight(float product) {
    return blending.weight(product);
  }

  /** Floats that this holds. */
  long floats() {
    return (long) layout.rowVoxels(window) + layout.rowVoxels(layout.slow().longestOverlap());
  }

  /**
   * Folds what the groups before one have made of some planes of a row into what this one made of
   * them: moves the latter's means to those of all. Where they agree on a voxel it stays as it is
   * (Chan, Golub and LeVeque 1979).
   */
  void merge(SlabRow earlier, SlabRow own, int row, int group, int from, int to) {
    prepare(row);
    addBefore(group, from, to);
    boolean inside = layout.hasPlanesInside();
    int length = layout.fast().length();
    int lines = inside ? length : to - from;
    int run = inside ? to - from : length;
    int shift = from - layout.slow().starts()[group];
    for (int line = 0; line < lines; line++) {
      int plane = inside ? from : from + line;
      int index = inside ? line : 0;
      int sum = inside ? line * window + shift : (shift + line) * length;
      merge(
          earlier, earlier.voxel(plane, index), own, own.voxel(plane, index), sum, line * run, run);
    }
  }

  private void merge(
      SlabRow earlier, int from, SlabRow own, int to, int sum, int beforeFrom, int count) {
    int classes = layout.classes();
    float[] mean = own.values();
    float[] other = earlier.values();
    for (int i = 0; i < count; i++) {
      float weight = sums[sum + i];
      float share = weight / (before[beforeFrom + i] + weight);
      int source = (from + i) * classes;
      int target = (to + i) * classes;
      for (int c = 0; c < classes; c++) {
        float old = other[source + c];
        mean[target + c] = old + share * (mean[target + c] - old);
      }
    }
  }

  /** What the weights of the groups before one add up to on some planes. */
  private void addBefore(int group, int from, int to) {
    AxisGrid slow = layout.slow();
    boolean inside = layout.hasPlanesInside();
    int length = layout.fast().length();
    int run = inside ? to - from : length;
    Arrays.fill(before, 0, layout.rowVoxels(to - from), 0);
    for (int other = 0; other < group; other++) {
      int count = Math.min(to, slow.clippedStop(other)) - from;
      int shift = from - slow.starts()[other];
      int lines = inside ? length : count;
      for (int line = 0; count > 0 && line < lines; line++) {
        int source = inside ? line * window + shift : (shift + line) * length;
        add(sums, source, before, line * run, inside ? count : length);
      }
    }
  }

  private static void add(float[] values, int from, float[] sums, int to, int count) {
    for (int i = 0; i < count; i++) {
      sums[to + i] += values[from + i];
    }
  }

  /** What the weights of a group add up to in a row, on all planes of its windows. */
  private void prepare(int row) {
    if (sums == null) {
      sums = new float[layout.rowVoxels(window)];
      before = new float[layout.rowVoxels(layout.slow().longestOverlap())];
    }
    Arrays.fill(sums, 0);
    AxisGrid middle = layout.middle();
    for (int j = 0; j < middle.count(); j++) {
      if (row >= middle.clippedStart(j) && row < middle.clippedStop(j)) {
        float weight = along[layout.middleAxis()][row - middle.starts()[j]];
        for (int k = 0; k < layout.fast().count(); k++) {
          addWindow(weight, k);
        }
      }
    }
  }

  private void addWindow(float weight, int k) {
    AxisGrid fast = layout.fast();
    float[] planes = along[layout.slowAxis()];
    float[] indices = along[layout.fastAxis()];
    int start = fast.clippedStart(k);
    int low = fast.padLow(k);
    int count = fast.clippedStop(k) - start;
    if (layout.hasPlanesInside()) {
      for (int i = 0; i < count; i++) {
        addLine(weight * indices[low + i], planes, 0, (start + i) * window, window);
      }
    } else {
      for (int i = 0; i < window; i++) {
        addLine(weight * planes[i], indices, low, i * fast.length() + start, count);
      }
    }
  }

  private void addLine(float weight, float[] line, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      sums[to + i] += blending.weight(weight * line[from + i]);
    }
  }
}
