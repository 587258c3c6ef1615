package io.medseg.transform;

import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Clips values to the ranges of the argument {@code bounds}, a list of (lower, upper). Several
 * ranges give one channel each: in place of the last axis where that is 1 long, else on a new last
 * axis.
 */
public final class Windowing implements MedTransform {
  private final float[] lower;
  private final float[] upper;

  /** From {@code bounds}. */
  public Windowing(Map<String, Object> arguments) {
    Arguments given = Arguments.of("Windowing", arguments, "bounds");
    List<double[]> bounds = given.pairs("bounds");
    this.lower = new float[bounds.size()];
    this.upper = new float[bounds.size()];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = (float) bounds.get(i)[0];
      upper[i] = (float) bounds.get(i)[1];
      if (lower[i] > upper[i]) {
        throw given.invalid("bounds", "a lower bound is above its upper one");
      }
    }
  }

  @Override
  public Shape outputShape(Shape images) {
    if (lower.length == 1) {
      return images;
    }
    int[] lengths = images.toArray();
    if (images.get(-1) != 1) {
      return images.append(lower.length);
    }
    lengths[lengths.length - 1] = lower.length;
    return Shape.of(lengths);
  }

  @Override
  public boolean isElementwise(int rank) {
    return true;
  }

  @Override
  public Tensor apply(Tensor images) {
    float[] x = images.data();
    int count = Math.toIntExact(images.shape().elements());
    int ranges = lower.length;
    float[] clipped = ranges == 1 ? x : new float[Math.multiplyExact(count, ranges)];
    for (int i = 0; i < count; i++) {
      float value = x[i];
      for (int k = 0; k < ranges; k++) {
        clipped[i * ranges + k] = Math.min(Math.max(value, lower[k]), upper[k]);
      }
    }
    return new Tensor(outputShape(images.shape()), clipped);
  }
}
