package io.medseg.transform;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Map;

/**
 * Cuts a box out of images and masks. Arguments {@code coords0}, where it begins, and {@code
 * crop_size}, how long it is, each a list in the order of the axes; they stand for the axes before
 * the last one, so (h, w) of N x H x W x C. For batches of training only: what is cut off would
 * have no prediction. (In MedSegPy it always raises.)
 */
public final class CropTransform implements MedTransform {
  private final int[] begin;
  private final int[] size;

  /** From {@code coords0} and {@code crop_size}. */
  public CropTransform(Map<String, Object> arguments) {
    Arguments given = Arguments.of("CropTransform", arguments, "coords0", "crop_size");
    given.required("coords0");
    given.required("crop_size");
    this.begin = given.integers("coords0");
    this.size = given.integers("crop_size");
    if (begin.length != size.length) {
      throw given.invalid("crop_size", size.length + " axes, but coords0 has " + begin.length);
    }
    for (int i = 0; i < size.length; i++) {
      if (begin[i] < 0 || size[i] < 1) {
        throw given.invalid("crop_size", "a box of at least one voxel inside is expected");
      }
    }
  }

  @Override
  public Shape outputShape(Shape images) {
    int first = images.rank() - 1 - size.length;
    int[] lengths = images.toArray();
    for (int i = 0; i < size.length; i++) {
      if (first < 1 || begin[i] + size[i] > lengths[first + i]) {
        throw new InputException(
            "Cannot crop a batch of %s: CropTransform asks for [%d:%d] on axis %d"
                .formatted(images, begin[i], begin[i] + size[i], first + i));
      }
      lengths[first + i] = size[i];
    }
    return Shape.of(lengths);
  }

  @Override
  public boolean isElementwise(int rank) {
    return true;
  }

  @Override
  public Tensor apply(Tensor images) {
    Tensor cropped = Tensor.zeros(outputShape(images.shape()));
    copy(images, cropped, 0, 0, 0);
    return cropped;
  }

  @Override
  public Tensor applyToMasks(Tensor masks) {
    return apply(masks);
  }

  @Override
  public boolean isInvertible() {
    return false;
  }

  @Override
  public Tensor invert(Tensor predictions) {
    throw new InputException(
        "Cannot put predictions back behind CropTransform: the voxels it cuts off have none");
  }

  /** Copies box by box; {@code from} and {@code to} count boxes of the axes before {@code axis}. */
  private void copy(Tensor images, Tensor cropped, int axis, int from, int to) {
    Shape shape = images.shape();
    int last = shape.rank() - 1;
    if (axis == last) {
      int run = shape.get(last);
      System.arraycopy(images.data(), from * run, cropped.data(), to * run, run);
      return;
    }
    int first = last - size.length;
    int start = axis < first ? 0 : begin[axis - first];
    int length = cropped.shape().get(axis);
    for (int i = 0; i < length; i++) {
      copy(images, cropped, axis + 1, from * shape.get(axis) + start + i, to * length + i);
    }
  }
}
