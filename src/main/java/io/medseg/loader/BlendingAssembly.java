package io.medseg.loader;

import io.medseg.volume.Padding;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * For windows that overlap. Holds sums by rows of W x D x classes. Windows come in row-major order,
 * so a row before the window at hand is final: it is handed on, and its array used again. No more
 * rows are held than a window is high.
 *
 * <p>Weights are summed in the order of the predictions, so that equal predictions, as 0.5 or 1
 * everywhere, come out as they went in.
 */
final class BlendingAssembly implements Assembly {
  private final Shape image;
  private final PredictionSink sink;
  private final int classes;
  private final Blending blending;
  private final float[][] weights;
  private final float[][] sums;
  private final float[][] totals;
  private final Deque<float[]> spareSums = new ArrayDeque<>();
  private final Deque<float[]> spareTotals = new ArrayDeque<>();
  private int next;

  /**
   * @param image H x W x D
   * @param weights of a window along H, W and D
   */
  BlendingAssembly(
      Shape image, PredictionSink sink, int classes, Blending blending, float[][] weights) {
    this.image = image;
    this.sink = sink;
    this.classes = classes;
    this.blending = blending;
    this.weights = weights;
    this.sums = new float[image.get(0)][];
    this.totals = new float[image.get(0)][];
  }

  @Override
  public void add(Element element, PredictionBlock block) {
    Region region = block.region();
    emitBefore(region.start(0));
    for (int h = region.start(0); h < region.stop(0); h++) {
      hold(h);
      for (int w = region.start(1); w < region.stop(1); w++) {
        int from =
            block.offset()
                + (h - region.start(0)) * block.strideH()
                + (w - region.start(1)) * block.strideW();
        if (blending == Blending.LAST) {
          replace(block, from, h, w);
        } else {
          accumulate(element.padding(), block, from, h, w);
        }
      }
    }
  }

  private void hold(int h) {
    if (sums[h] != null) {
      return;
    }
    int voxels = image.get(1) * image.get(2);
    sums[h] = zeros(spareSums, Math.multiplyExact(voxels, classes));
    if (blending != Blending.LAST) {
      totals[h] = zeros(spareTotals, voxels);
    }
  }

  private static float[] zeros(Deque<float[]> spare, int length) {
    float[] used = spare.poll();
    if (used == null) {
      return new float[length];
    }
    Arrays.fill(used, 0);
    return used;
  }

  private void replace(PredictionBlock block, int from, int h, int w) {
    Region region = block.region();
    int to = (w * image.get(2) + region.start(2)) * classes;
    if (block.strideD() == classes) {
      System.arraycopy(block.values(), from, sums[h], to, region.length(2) * classes);
      return;
    }
    for (int d = 0; d < region.length(2); d++) {
      System.arraycopy(
          block.values(), from + d * block.strideD(), sums[h], to + d * classes, classes);
    }
  }

  private void accumulate(Padding padding, PredictionBlock block, int from, int h, int w) {
    Region region = block.region();
    float[] values = block.values();
    float[] sum = sums[h];
    float[] total = totals[h];
    float plane =
        weights[0][h - region.start(0) + padding.low(0)]
            * weights[1][w - region.start(1) + padding.low(1)];
    float[] deep = weights[2];
    int low = deep.length == 1 ? 0 : padding.low(2);
    int voxel = w * image.get(2) + region.start(2);
    for (int d = 0; d < region.length(2); d++, voxel++) {
      float weight = blending.weight(plane * deep[deep.length == 1 ? 0 : low + d]);
      int source = from + d * block.strideD();
      int to = voxel * classes;
      total[voxel] += weight;
      for (int c = 0; c < classes; c++) {
        sum[to + c] += weight * values[source + c];
      }
    }
  }

  @Override
  public void finish() {
    emitBefore(image.get(0));
  }

  private void emitBefore(int stop) {
    for (; next < stop; next++) {
      hold(next);
      float[] row = sums[next];
      if (blending != Blending.LAST) {
        divide(row, totals[next]);
        spareTotals.push(totals[next]);
        totals[next] = null;
      }
      Region region =
          Region.of(new int[] {next, 0, 0}, new int[] {next + 1, image.get(1), image.get(2)});
      int depth = image.get(2);
      sink.accept(new PredictionBlock(region, row, 0, 0, depth * classes, classes, classes));
      spareSums.push(row);
      sums[next] = null;
    }
  }

  private void divide(float[] row, float[] total) {
    for (int voxel = 0; voxel < total.length; voxel++) {
      if (total[voxel] > 0) {
        for (int i = voxel * classes; i < (voxel + 1) * classes; i++) {
          row[i] /= total[voxel];
        }
      }
    }
  }
}
