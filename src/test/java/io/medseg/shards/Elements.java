package io.medseg.shards;

import io.medseg.volume.Shape;
import java.util.Random;

/** Elements for tests. */
final class Elements {
  private Elements() {}

  /** Floats along the last axes. */
  static ArrayBytes floats(Shape shape, float... values) {
    return ArrayBytes.floats(shape, values, 0);
  }

  /** Masks of 0 and 1. */
  static ArrayBytes masks(Shape shape, float... values) {
    return ArrayBytes.masks(shape, values, 0);
  }

  /** An element without y. */
  static ElementRecord bare(ArrayBytes x) {
    return new ElementRecord("0000001_V00", 0, x, null, null);
  }

  /** An element of 3 x 2 x channels with two classes and x before preprocessing. */
  static ElementRecord random(int index, int channels, Random random) {
    float[] x = new float[6 * channels];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] y = new float[12];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextInt(2);
    }
    Shape shape = Shape.of(3, 2, channels);
    return new ElementRecord(
        "0000001_V00", index, floats(shape, x), masks(Shape.of(3, 2, 2), y), floats(shape, x));
  }
}
