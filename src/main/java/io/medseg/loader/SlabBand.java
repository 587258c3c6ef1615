package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The rows of one group that are not complete: means so far and the weights they stand for. Each
 * prediction moves the mean by its share of the weights so far (West 1979): where windows agree on
 * a voxel, it comes out as it went in, whatever their number and weights. Used by one thread.
 */
final class SlabBand {
  private final SlabLayout layout;
  private final SlabWeights weights;
  private final int room;
  private final int outer;
  private final float[][] means;
  private final float[][] totals;
  private final float[] shares;
  private final Deque<float[]> spareMeans = new ArrayDeque<>();
  private final Deque<float[]> spareTotals = new ArrayDeque<>();
  private long floats;

  SlabBand(SlabLayout layout, SlabWeights weights) {
    this.layout = layout;
    this.weights = weights;
    this.room = layout.slow().longest();
    this.outer = layout.hasPlanesInside() ? layout.fastAxis() : layout.slowAxis();
    this.means = new float[layout.middle().length()][];
    this.totals = new float[layout.middle().length()][];
    this.shares = new float[layout.grid().axes().get(layout.inner()).longest()];
  }

  /** Floats that all rows take that were ever held at once. */
  long floats() {
    return floats;
  }

  /**
   * Takes one row of a prediction.
   *
   * @param at which window of each axis it is
   */
  void add(int row, int[] at, PredictionBlock block) {
    hold(row);
    int middle = layout.middleAxis();
    int inner = layout.inner();
    SlabRow means = row(row, at[layout.slowAxis()]);
    int start = block.region().start(inner);
    int source =
        block.offset() + (row - block.region().start(middle)) * SlabLayout.stride(block, middle);
    float weight = weights.along(middle)[row - starts(middle)[at[middle]]];
    int low = start - starts(inner)[at[inner]];
    for (int u = block.region().start(outer); u < block.region().stop(outer); u++) {
      int to = outer == layout.slowAxis() ? means.voxel(u, start) : means.voxel(start, u);
      float weightOfLine = weight * weights.along(outer)[u - starts(outer)[at[outer]]];
      int count = block.region().length(inner);
      share(totals[row], to, weightOfLine, weights.along(inner), low, count);
      move(block, source, SlabLayout.stride(block, inner), means.values(), to, count);
      source += SlabLayout.stride(block, outer);
    }
  }

  private int[] starts(int axis) {
    return layout.grid().axes().get(axis).starts();
  }

  private void share(float[] total, int to, float weight, float[] line, int low, int count) {
    for (int i = 0; i < count; i++) {
      float w = weights.weight(weight * line[low + i]);
      float sum = total[to + i] + w;
      total[to + i] = sum;
      shares[i] = w / sum;
    }
  }

  private void move(PredictionBlock block, int from, int stride, float[] mean, int to, int count) {
    float[] values = block.values();
    int classes = layout.classes();
    for (int i = 0; i < count; i++) {
      float share = shares[i];
      int source = from + i * stride;
      int target = (to + i) * classes;
      if (share == 1) {
        // The first window of a voxel: what the array held before is not a mean.
        System.arraycopy(values, source, mean, target, classes);
        continue;
      }
      for (int c = 0; c < classes; c++) {
        float old = mean[target + c];
        mean[target + c] = old + share * (values[source + c] - old);
      }
    }
  }

  /** The means of a row of a group. */
  SlabRow row(int row, int group) {
    AxisGrid slow = layout.slow();
    int first = slow.clippedStart(group);
    return new SlabRow(layout, means[row], first, slow.clippedStop(group), room);
  }

  /** Forgets a row; its array is used again. */
  void release(int row) {
    spareMeans.push(means[row]);
    spareTotals.push(totals[row]);
    means[row] = null;
    totals[row] = null;
  }

  private void hold(int row) {
    if (means[row] == null) {
      int voxels = layout.rowVoxels(room);
      means[row] = array(spareMeans, Math.multiplyExact(voxels, layout.classes()));
      totals[row] = array(spareTotals, voxels);
      Arrays.fill(totals[row], 0);
    }
  }

  private float[] array(Deque<float[]> spare, int length) {
    float[] used = spare.poll();
    if (used != null) {
      return used;
    }
    floats += length;
    return new float[length];
  }
}
