package io.medseg.loader;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What counts where windows overlap: the setting BLENDING. */
public enum Blending {
  /** The window of the highest index alone, as in MedSegPy. */
  LAST(i -> 1, 0),
  /** The mean of all windows. */
  AVERAGE(i -> 1, 0),
  /**
   * The mean weighted by {@code exp(-x^2 / 2s^2)}, x the distance from the middle of the window and
   * s = 0.125 of its length, multiplied over the axes, at least 0.001; the map of MONAI's sliding
   * window.
   */
  GAUSSIAN(null, 1e-3f),
  /** The mean weighted by a Hann window without its zeros, {@code hann(n + 2)[1:-1]} (TorchIO). */
  HANN(null, 0);

  private static final double SIGMA_SCALE = 0.125;
  private final IntToDoubleFunction constant;
  private final float least;

  Blending(IntToDoubleFunction constant, float least) {
    this.constant = constant;
    this.least = least;
  }

  /** Weights along one axis of a window. */
  float[] weights(int length) {
    return floats(length, constant == null ? curve(length) : constant);
  }

  private IntToDoubleFunction curve(int length) {
    if (this == HANN) {
      return i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 1) / (length + 1));
    }
    double sigma = SIGMA_SCALE * length;
    return i -> {
      double x = i - (length - 1) / 2.0;
      return Math.exp(-x * x / (2 * sigma * sigma));
    };
  }

  /** The weight of a voxel, never 0, from the product of its weights along the axes. */
  float weight(float product) {
    return Math.max(product, least);
  }

  /** Weights of 1. */
  static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static float[] floats(int length, IntToDoubleFunction curve) {
    float[] values = new float[length];
    IntStream.range(0, length).forEach(i -> values[i] = (float) curve.applyAsDouble(i));
    return values;
  }
}
