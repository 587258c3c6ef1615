package io.medseg.transform;

import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * {@code (x - mean) / deviation}, with mean and population standard deviation over the axes of the
 * argument {@code axis} (an integer or a list; default: all but N). Where all values are equal the
 * result is 0. All of it is computed in double and rounded once, at the end.
 *
 * <p>MedSegPy divides by the mean instead, and rounds mean and difference to float32; that is what
 * the variant for it does, also where the mean is 0.
 */
public final class ZeroMeanNormalization implements MedTransform, HasReferenceVariant {
  private static final String NAME = "ZeroMeanNormalization";
  private final int[] axes;
  private final Divisor divisor;

  private enum Divisor {
    /** Equal values become 0. */
    DEVIATION_OR_ONE,
    /** Equal values become NaN. */
    DEVIATION,
    MEAN
  }

  /** From {@code axis}, which may be missing. */
  public ZeroMeanNormalization(Map<String, Object> arguments) {
    Arguments given = Arguments.of(NAME, arguments, "axis");
    this.axes = arguments.get("axis") == null ? null : given.integers("axis");
    this.divisor = Divisor.DEVIATION_OR_ONE;
  }

  private ZeroMeanNormalization(int[] axes, Divisor divisor) {
    this.axes = axes;
    this.divisor = divisor;
  }

  /**
   * What MedSegPy's loaders of abdominal CT do with batches N x H x W x K: each channel of each
   * image by itself, divided by the standard deviation. Where all values are equal they give NaN,
   * which is what the convention of MedSegPy means here.
   */
  public static ZeroMeanNormalization ofImages(Convention convention) {
    return new ZeroMeanNormalization(
        new int[] {1, 2},
        convention == Convention.MEDSEGPY ? Divisor.DEVIATION : Divisor.DEVIATION_OR_ONE);
  }

  @Override
  public MedTransform asInMedSegPy() {
    return new ZeroMeanNormalization(axes, Divisor.MEAN);
  }

  @Override
  public boolean isElementwise(int rank) {
    return !reduced(rank)[0];
  }

  @Override
  public Tensor apply(Tensor images) {
    ValueGroups groups = ValueGroups.of(images.shape(), reduced(images.shape().rank()));
    float[] x = images.data();
    double[] mean = means(groups, x);
    double[] divisors = divisor == Divisor.MEAN ? mean : deviations(groups, x, mean);
    if (divisor == Divisor.DEVIATION_OR_ONE) {
      normalize(groups, x, mean, divisors);
    } else {
      normalizeInFloats(groups, x, floats(mean), floats(divisors));
    }
    return images;
  }

  private static void normalize(ValueGroups groups, float[] x, double[] mean, double[] divisors) {
    groups.forEachRun(
        (start, length, group, step) -> {
          if (step == 0) {
            normalize(x, start, length, mean[group], divisors[group]);
            return;
          }
          int g = group;
          for (int i = start; i < start + length; i++, g += step) {
            x[i] = (float) ((x[i] - mean[g]) / divisors[g]);
          }
        });
  }

  private static void normalizeInFloats(
      ValueGroups groups, float[] x, float[] mean, float[] divisors) {
    groups.forEachRun(
        (start, length, group, step) -> {
          int g = group;
          for (int i = start; i < start + length; i++, g += step) {
            x[i] = (x[i] - mean[g]) / divisors[g];
          }
        });
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] means(ValueGroups groups, float[] x) {
    double[] sum = new double[groups.count()];
    groups.forEachRun(
        (start, length, group, step) -> {
          if (step == 0) {
            sum[group] = sum(x, start, length, sum[group]);
            return;
          }
          int g = group;
          for (int i = start; i < start + length; i++, g += step) {
            sum[g] += x[i];
          }
        });
    return Arrays.stream(sum).map(total -> total / groups.size()).toArray();
  }

  private double[] deviations(ValueGroups groups, float[] x, double[] mean) {
    double[] squares = new double[mean.length];
    groups.forEachRun(
        (start, length, group, step) -> {
          if (step == 0) {
            squares[group] = squares(x, start, length, mean[group], squares[group]);
            return;
          }
          int g = group;
          for (int i = start; i < start + length; i++, g += step) {
            squares[g] += (x[i] - mean[g]) * (x[i] - mean[g]);
          }
        });
    return Arrays.stream(squares)
        .map(
            square ->
                square == 0 && divisor == Divisor.DEVIATION_OR_ONE
                    ? 1
                    : Math.sqrt(square / groups.size()))
        .toArray();
  }

  // A run of one group, as most are, in loops of their own: several times as fast, the same bits.

  private static void normalize(float[] x, int start, int length, double mean, double divisor) {
    for (int i = start; i < start + length; i++) {
      x[i] = (float) ((x[i] - mean) / divisor);
    }
  }

  private static double sum(float[] x, int start, int length, double before) {
    double sum = before;
    for (int i = start; i < start + length; i++) {
      sum += x[i];
    }
    return sum;
  }

  private static double squares(float[] x, int start, int length, double mean, double before) {
    double squares = before;
    for (int i = start; i < start + length; i++) {
      squares += (x[i] - mean) * (x[i] - mean);
    }
    return squares;
  }

  private boolean[] reduced(int rank) {
    boolean[] reduced = new boolean[rank];
    if (axes == null) {
      Arrays.fill(reduced, 1, rank, true);
    } else {
      for (int axis : Axes.of(NAME, axes, rank)) {
        reduced[axis] = true;
      }
    }
    return reduced;
  }
}
