package io.medseg.transform;

import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;

/**
 * A step of preprocessing. Works on a whole batch: N first, channels last. Immutable. An
 * implementation outside the project has a public constructor that takes the arguments as a {@code
 * Map<String, Object>}.
 */
public interface MedTransform {
  /** The images after this step; may overwrite and return its argument. */
  Tensor apply(Tensor images);

  /** Shape of the images after this step; to be overridden by a step that changes it. */
  default Shape outputShape(Shape images) {
    return images;
  }

  /** The masks after this step; unchanged unless the step moves voxels. */
  default Tensor applyToMasks(Tensor masks) {
    return masks;
  }

  /**
   * Whether what becomes of an image does not depend on the others of its batch: the step neither
   * looks across the first axis nor moves along it. As it stands it is not known to be so; then
   * scans are not cut into parts, which would change what is batched together, and elements cannot
   * be stored one by one.
   *
   * @param rank number of axes of the batch
   */
  default boolean isElementwise(int rank) {
    return false;
  }

  /** Whether predictions can be put back to where the voxels were before this step. */
  default boolean isInvertible() {
    return true;
  }

  /**
   * Predictions moved back to where the voxels were before this step; unchanged unless the step
   * moves voxels. May overwrite and return its argument.
   */
  default Tensor invert(Tensor predictions) {
    return predictions;
  }
}
