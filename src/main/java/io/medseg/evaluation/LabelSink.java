package io.medseg.evaluation;

import io.medseg.InputException;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.util.Arrays;

/**
 * Decides labels from the probabilities of a scan, block by block, so that the probabilities need
 * not be kept. Follows numpy as MedSegPy uses it: {@code p > 0.5} strictly, or {@code argmax} with
 * the first of equals. Used by one thread; each voxel comes once.
 */
public final class LabelSink implements PredictionSink {
  private static final float THRESHOLD = 0.5f;

  private final Decision decision;
  private final int outputClasses;
  private final int dropped;
  private final MaskVolume labels;
  private final long[] decided;
  private boolean predicted;
  private float lowest = 0;
  private float highest = 1;
  private float lowestSum = 1;
  private float highestSum = 1;

  /**
   * A sink for one scan.
   *
   * @param hwd shape of the scan, H x W x D
   * @param outputClasses channels of the model's output, the background included
   */
  public LabelSink(Decision decision, Shape hwd, int outputClasses, Background background) {
    this.decision = decision;
    this.outputClasses = outputClasses;
    this.dropped = background == Background.FIRST_CHANNEL ? 1 : 0;
    this.labels =
        MaskVolume.empty(hwd.get(0), hwd.get(1), hwd.get(2), Math.max(0, outputClasses - dropped));
    this.decided = new long[outputClasses];
  }

  /** The labels decided so far, one class per channel, without the background. */
  public MaskVolume labels() {
    return labels;
  }

  /** How far the predictions so far are from probabilities. */
  public PredictionRange range() {
    return new PredictionRange(lowest, highest, lowestSum, highestSum);
  }

  /**
   * Decides the voxels of a block.
   *
   * @throws InputException if the block has another number of classes, a NaN or an infinite value
   */
  @Override
  public void accept(PredictionBlock block) {
    if (block.classes() != outputClasses) {
      throw new InputException(
          "Cannot decide labels: the model gave "
              + block.classes()
              + " classes where "
              + outputClasses
              + " were expected");
    }
    // Voxels that no window covered come as zeros, one for all of them.
    predicted = !block.isUniform();
    Region region = block.region();
    for (int h = region.start(0); h < region.stop(0); h++) {
      int next;
      for (int w = region.start(1); w < region.stop(1); w = next) {
        next = Math.min((w | 63) + 1, region.stop(1));
        for (int d = region.start(2); d < region.stop(2); d++) {
          decideWord(block, h, w, d, next - w);
        }
      }
    }
  }

  /** Decides {@code count} voxels from w on, all of one word of the masks. */
  private void decideWord(PredictionBlock block, int h, int w, int d, int count) {
    int first = index(block, h, w, d);
    int failed =
        decision == Decision.SIGMOID
            ? exceedThreshold(block.values(), first, block.strideW(), count)
            : greatest(block.values(), first, block.strideW(), count);
    if (failed >= 0) {
      throw new InputException(
          "Cannot decide labels: the model gave %s at voxel (%s, %s, %s)"
              .formatted(kind(block, first + failed * block.strideW()), h, w + failed, d));
    }
    int word = labels.row(h, d) + (w >>> 6);
    for (int c = dropped; c < outputClasses; c++) {
      labels.words(c - dropped)[word] |= decided[c] << (w & 63);
    }
  }

  private static int index(PredictionBlock block, int h, int w, int d) {
    Region region = block.region();
    return block.offset()
        + (h - region.start(0)) * block.strideH()
        + (w - region.start(1)) * block.strideW()
        + (d - region.start(2)) * block.strideD();
  }

  private static String kind(PredictionBlock block, int voxel) {
    for (int c = 0; c < block.classes(); c++) {
      if (Float.isNaN(block.values()[voxel + c])) {
        return "NaN";
      }
    }
    return "infinity";
  }

  /**
   * Puts the voxels above the threshold into {@link #decided}. This loop runs for every value, and
   * nearly all are probabilities: two comparisons each, which fail for NaN as well.
   *
   * @return the voxel with NaN or infinity, or -1
   */
  private int exceedThreshold(float[] values, int first, int stride, int count) {
    for (int c = 0; c < outputClasses; c++) {
      long above = 0;
      for (int voxel = 0, i = first + c; voxel < count; voxel++, i += stride) {
        float value = values[i];
        if (!(value <= THRESHOLD)) {
          if (!(value <= highest) && isNewExtreme(value)) {
            return voxel;
          }
          above |= 1L << voxel;
        } else if (value < lowest && isNewExtreme(value)) {
          return voxel;
        }
      }
      decided[c] = above;
    }
    return -1;
  }

  /** As {@link #exceedThreshold}, for the class of the greatest value of each voxel. */
  private int greatest(float[] values, int first, int stride, int count) {
    Arrays.fill(decided, 0);
    for (int voxel = 0, i = first; voxel < count; voxel++, i += stride) {
      float best = values[i];
      float least = best;
      float sum = best;
      int winner = 0;
      for (int c = 1; c < outputClasses; c++) {
        float value = values[i + c];
        sum += value;
        least = Math.min(least, value);
        if (value > best) {
          best = value;
          winner = c;
        }
      }
      // Fails for NaN and infinity as well, which no comparison above may have met.
      if (!PredictionRange.isDistribution(least, sum) && isNewExtreme(best, least, sum)) {
        return voxel;
      }
      if (winner >= dropped) {
        decided[winner] |= 1L << voxel;
      }
    }
    return -1;
  }

  /** Notes a value outside of what was there so far; true if it is NaN or infinite. */
  private boolean isNewExtreme(float value) {
    if (!Float.isFinite(value)) {
      return true;
    }
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    return false;
  }

  /** The same for the values of a voxel and their sum, which is NaN if one of them is. */
  private boolean isNewExtreme(float greatest, float least, float sum) {
    if (Float.isNaN(sum) || isNewExtreme(greatest) || isNewExtreme(least)) {
      return true;
    }
    if (predicted) {
      lowestSum = Math.min(lowestSum, sum);
      highestSum = Math.max(highestSum, Math.min(sum, Float.MAX_VALUE));
    }
    return false;
  }
}
