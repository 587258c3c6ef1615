package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * For windows that overlap. Holds means by rows, each of all voxels of one h. Windows come in
 * row-major order, so a row before the window at hand is final: it is handed on, and its array used
 * again. No more rows are held than a window is high.
 *
 * <p>Within a row the axis along which predictions lie close together, {@code inner}, is the
 * fastest: D for volumes, W for slices. What is held is the mean so far, and each prediction moves
 * it by its share of the weights so far (West 1979): where windows agree on a voxel, it comes out
 * as it went in, whatever their number and weights.
 */
final class BlendingAssembly implements Assembly {
  private final Shape image;
  private final PredictionSink sink;
  private final int classes;
  private final Blending blending;
  private final float[][] weights;
  private final int inner;
  private final int outer;
  private final float[][] means;
  private final float[][] totals;
  private final Deque<float[]> spareMeans = new ArrayDeque<>();
  private final Deque<float[]> spareTotals = new ArrayDeque<>();
  private int next;

  /**
   * @param image lengths of the axes as the loader sees them; H and W are said of the first two
   * @param weights of a window along each of them
   */
  BlendingAssembly(
      Shape image,
      PredictionSink sink,
      int classes,
      Blending blending,
      float[][] weights,
      WindowForm form) {
    this.image = image;
    this.sink = sink;
    this.classes = classes;
    this.blending = blending;
    this.weights = weights;
    this.inner = form == WindowForm.SLICES ? 1 : 2;
    this.outer = form == WindowForm.SLICES ? 2 : 1;
    this.means = new float[image.get(0)][];
    this.totals = new float[image.get(0)][];
  }

  @Override
  public void add(Element element, PredictionBlock block) {
    Region region = block.region();
    int outerStride = outer == 1 ? block.strideW() : block.strideD();
    emitBefore(region.start(0));
    for (int h = 0; h < region.length(0); h++) {
      hold(region.start(0) + h);
      float weightOfRow = weights[0][h + element.padding().low(0)];
      for (int u = 0; u < region.length(outer); u++) {
        int from = block.offset() + h * block.strideH() + u * outerStride;
        int to = (region.start(outer) + u) * image.get(inner) + region.start(inner);
        if (blending == Blending.LAST) {
          replace(block, from, means[region.start(0) + h], to);
        } else {
          float weight = weightOfRow * weights[outer][u + element.padding().low(outer)];
          int low = element.padding().low(inner);
          accumulate(block, from, region.start(0) + h, to, weight, low);
        }
      }
    }
  }

  private int innerStride(PredictionBlock block) {
    return inner == 1 ? block.strideW() : block.strideD();
  }

  private void replace(PredictionBlock block, int from, float[] row, int to) {
    int length = block.region().length(inner);
    int stride = innerStride(block);
    if (stride == classes) {
      System.arraycopy(block.values(), from, row, to * classes, length * classes);
      return;
    }
    for (int i = 0; i < length; i++) {
      System.arraycopy(block.values(), from + i * stride, row, (to + i) * classes, classes);
    }
  }

  private void accumulate(PredictionBlock block, int from, int h, int to, float weight, int low) {
    float[] values = block.values();
    float[] mean = means[h];
    float[] total = totals[h];
    float[] along = weights[inner];
    int stride = innerStride(block);
    int length = block.region().length(inner);
    for (int i = 0; i < length; i++) {
      float w = blending.weight(weight * along[low + i]);
      total[to + i] += w;
      float share = w / total[to + i];
      int source = from + i * stride;
      int target = (to + i) * classes;
      for (int c = 0; c < classes; c++) {
        mean[target + c] += share * (values[source + c] - mean[target + c]);
      }
    }
  }

  private void hold(int h) {
    if (means[h] != null) {
      return;
    }
    int voxels = image.get(1) * image.get(2);
    means[h] = zeros(spareMeans, Math.multiplyExact(voxels, classes));
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

  @Override
  public void finish() {
    emitBefore(image.get(0));
  }

  private void emitBefore(int stop) {
    for (; next < stop; next++) {
      hold(next);
      float[] row = means[next];
      if (blending != Blending.LAST) {
        spareTotals.push(totals[next]);
        totals[next] = null;
      }
      emit(row);
      spareMeans.push(row);
      means[next] = null;
    }
  }

  private void emit(float[] row) {
    Region region =
        Region.of(new int[] {next, 0, 0}, new int[] {next + 1, image.get(1), image.get(2)});
    int step = image.get(inner) * classes;
    int strideW = inner == 1 ? classes : step;
    int strideD = inner == 1 ? step : classes;
    sink.accept(new PredictionBlock(region, row, 0, 0, strideW, strideD, classes));
  }
}
