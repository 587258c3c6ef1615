package io.medseg.transform;

import io.medseg.InputException;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * {@code (x - bias) / scale}, computed in double and rounded once. Arguments {@code scale} (default
 * 1) and {@code bias} (default 0): a number, or a list with one number for each channel (the last
 * axis).
 *
 * <p>MedSegPy computes in float32 and lays a list along axis 1, as if channels came first; that is
 * what the variant for it does.
 */
public final class AffineNormalization implements MedTransform, HasReferenceVariant {
  private static final int REFERENCE_AXIS = 1;
  private final double[] scale;
  private final double[] bias;
  private final Convention convention;

  /** From {@code scale} and {@code bias}; both may be missing. */
  public AffineNormalization(Map<String, Object> arguments) {
    Arguments given = Arguments.of("AffineNormalization", arguments, "scale", "bias");
    this.scale = given.numbers("scale", 1);
    this.bias = given.numbers("bias", 0);
    this.convention = Convention.OWN;
    for (double divisor : scale) {
      if ((float) divisor == 0) {
        throw given.invalid("scale", "nothing can be divided by 0");
      }
    }
  }

  private AffineNormalization(double[] scale, double[] bias, Convention convention) {
    this.scale = scale;
    this.bias = bias;
    this.convention = convention;
  }

  @Override
  public MedTransform asInMedSegPy() {
    return new AffineNormalization(scale, bias, Convention.MEDSEGPY);
  }

  @Override
  public boolean isElementwise(int rank) {
    return true;
  }

  @Override
  public Tensor apply(Tensor images) {
    int axis = convention == Convention.OWN ? images.shape().rank() - 1 : REFERENCE_AXIS;
    boolean isSame = scale.length == 1 && bias.length == 1;
    int length = isSame ? 1 : images.shape().get(axis);
    double[] divisors = spread("scale", scale, length);
    double[] offsets = spread("bias", bias, length);
    int count = Math.toIntExact(images.shape().elements());
    int run = count;
    if (!isSame) {
      run = 1;
      for (int inner = axis + 1; inner < images.shape().rank(); inner++) {
        run *= images.shape().get(inner);
      }
    }
    float[] x = images.data();
    for (int start = 0; start < count; start += run) {
      int channel = start / run % length;
      if (convention == Convention.OWN) {
        normalize(x, start, run, offsets[channel], divisors[channel]);
      } else {
        normalizeInFloats(x, start, run, (float) offsets[channel], (float) divisors[channel]);
      }
    }
    return images;
  }

  private static void normalize(float[] x, int start, int run, double bias, double scale) {
    for (int i = start; i < start + run; i++) {
      x[i] = (float) ((x[i] - bias) / scale);
    }
  }

  private static void normalizeInFloats(float[] x, int start, int run, float bias, float scale) {
    for (int i = start; i < start + run; i++) {
      x[i] = (x[i] - bias) / scale;
    }
  }

  private static double[] spread(String name, double[] values, int length) {
    if (values.length == length) {
      return values;
    }
    if (values.length != 1) {
      throw new InputException(
          "Invalid PREPROCESSING_ARGS: AffineNormalization %s has %d numbers for %d channels"
              .formatted(name, values.length, length));
    }
    double[] spread = new double[length];
    Arrays.fill(spread, values[0]);
    return spread;
  }
}
