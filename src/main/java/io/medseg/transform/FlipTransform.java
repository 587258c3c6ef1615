package io.medseg.transform;

import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * Mirrors images and masks along the axes of the argument {@code axis} (an integer or a list; axis
 * 0 is N; none: no axis). Predictions are mirrored back.
 *
 * <p>MedSegPy does nothing for the number 0 (but flips for the list of 0); that is what the variant
 * for it does.
 */
public final class FlipTransform implements MedTransform, HasReferenceVariant {
  private static final String NAME = "FlipTransform";
  private final int[] axes;
  private final boolean single;

  /** From {@code axis}, which may be missing. */
  public FlipTransform(Map<String, Object> arguments) {
    Arguments given = Arguments.of(NAME, arguments, "axis");
    this.axes = given.integers("axis");
    this.single = !given.isList("axis");
  }

  private FlipTransform(int[] axes) {
    this.axes = axes;
    this.single = false;
  }

  @Override
  public MedTransform asInMedSegPy() {
    return single && axes.length == 1 && axes[0] == 0 ? new FlipTransform(new int[0]) : this;
  }

  @Override
  public boolean isElementwise(int rank) {
    return Arrays.stream(Axes.of(NAME, axes, rank)).noneMatch(axis -> axis == 0);
  }

  @Override
  public Tensor apply(Tensor images) {
    for (int axis : Axes.of(NAME, axes, images.shape().rank())) {
      flip(images, axis);
    }
    return images;
  }

  @Override
  public Tensor applyToMasks(Tensor masks) {
    return apply(masks);
  }

  @Override
  public Tensor invert(Tensor predictions) {
    return apply(predictions);
  }

  private static void flip(Tensor tensor, int axis) {
    Shape shape = tensor.shape();
    int length = shape.get(axis);
    int run = 1;
    for (int inner = axis + 1; inner < shape.rank(); inner++) {
      run *= shape.get(inner);
    }
    float[] data = tensor.data();
    float[] held = new float[run];
    int count = Math.toIntExact(shape.elements());
    for (int block = 0; block < count; block += length * run) {
      for (int i = 0, j = length - 1; i < j; i++, j--) {
        int low = block + i * run;
        int high = block + j * run;
        System.arraycopy(data, low, held, 0, run);
        System.arraycopy(data, high, data, low, run);
        System.arraycopy(held, 0, data, high, run);
      }
    }
  }
}
