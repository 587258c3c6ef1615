package io.medseg.loader;

import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What counts where windows overlap: the setting BLENDING. */
public enum Blending {
  /** The window of the highest index alone, as in MedSegPy. */
  LAST("last", 0),
  /** The mean of all windows. */
  AVERAGE("average", 0),
  /**
   * The mean weighted by {@code exp(-x^2 / 2s^2)}, x the distance from the middle of the window and
   * s = BLENDING_SIGMA of its length, multiplied over the axes, at least 0.001; the map of MONAI's
   * sliding window. (That of nnU-Net differs: its middle is a voxel, and its tails are not raised.)
   */
  GAUSSIAN("gaussian-monai", 1e-3f),
  /** The mean weighted by a Hann window without its zeros, {@code hann(n + 2)[1:-1]}. */
  HANN("hann-torchio", 0),
  /**
   * The window whose border is farthest, axis by axis, alone; the later one where two are as far.
   * At the borders of the volume windows count to their edge. TorchIO's rule, except where the last
   * window was shifted back and shares more than the others: TorchIO crops it as if it did not.
   */
  CROP("crop-centre", 0);

  private final String variant;
  private final float least;

  Blending(String variant, float least) {
    this.variant = variant;
    this.least = least;
  }

  /** BLENDING of an experiment; {@code auto} is gaussian, with MedSegPy's parity last. */
  public static Blending of(Experiment experiment) {
    String name = experiment.blending();
    if (name.equals("auto")) {
      return experiment.parity() == Parity.MEDSEGPY ? LAST : GAUSSIAN;
    }
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Name of the published rule, for a record of a run: "gaussian-monai". */
  public String variant() {
    return variant;
  }

  /**
   * Weights along one axis of a window.
   *
   * @param sigma BLENDING_SIGMA, in lengths of the window; for gaussian
   */
  float[] weights(int length, double sigma) {
    return switch (this) {
      case GAUSSIAN ->
          floats(
              length,
              i -> {
                double x = (i - (length - 1) / 2.0) / (sigma * length);
                return Math.exp(-x * x / 2);
              });
      case HANN -> floats(length, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 1) / (length + 1)));
      default -> ones(length);
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
