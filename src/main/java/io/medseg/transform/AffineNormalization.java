package io.medseg.transform;

import io.medseg.InputException;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * {@code (x - bias) / scale} in float32. Arguments {@code scale} (default 1) and {@code bias}
 * (default 0): a number, or a list with one number for each channel (the last axis).
 *
 * <p>MedSegPy lays a list along axis 1 instead, as if channels came first; that is what the variant
 * for it does.
 */
public final class AffineNormalization implements MedTransform, HasReferenceVariant {
  private static final int REFERENCE_AXIS = 1;
  private final float[] scale;
  private final float[] bias;
  private final Convention convention;

  /** From {@code scale} and {@code bias}; both may be missing. */
  public AffineNormalization(Map<String, Object> arguments) {
    Arguments given = Arguments.of("AffineNormalization", arguments, "scale", "bias");
    this.scale = floats(given.numbers("scale", 1));
    this.bias = floats(given.numbers("bias", 0));
    this.convention = Convention.OWN;
    for (float divisor : scale) {
      if (divisor == 0) {
        throw given.invalid("scale", "nothing can be divided by 0");
      }
    }
  }

  private AffineNormalization(float[] scale, float[] bias, Convention convention) {
    this.scale = scale;
    this.bias = bias;
    this.convention = convention;
  }

  @Override
  public MedTransform asInMedSegPy() {
    return new AffineNormalization(scale, bias, Convention.MEDSEGPY);
  }

  @Override
  public Tensor apply(Tensor images) {
    float[] x = images.data();
    int count = Math.toIntExact(images.shape().elements());
    if (scale.length == 1 && bias.length == 1) {
      for (int i = 0; i < count; i++) {
        x[i] = (x[i] - bias[0]) / scale[0];
      }
      return images;
    }
    int axis = convention == Convention.OWN ? images.shape().rank() - 1 : REFERENCE_AXIS;
    int length = images.shape().get(axis);
    float[] divisors = spread("scale", scale, length);
    float[] offsets = spread("bias", bias, length);
    int run = 1;
    for (int inner = axis + 1; inner < images.shape().rank(); inner++) {
      run *= images.shape().get(inner);
    }
    for (int i = 0; i < count; i++) {
      int channel = i / run % length;
      x[i] = (x[i] - offsets[channel]) / divisors[channel];
    }
    return images;
  }

  private static float[] spread(String name, float[] values, int length) {
    if (values.length == length) {
      return values;
    }
    if (values.length != 1) {
      throw new InputException(
          "Invalid PREPROCESSING_ARGS: AffineNormalization %s has %d numbers for %d channels"
              .formatted(name, values.length, length));
    }
    float[] spread = new float[length];
    Arrays.fill(spread, values[0]);
    return spread;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
