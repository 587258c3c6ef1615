package io.medseg.transform;

import io.medseg.volume.Tensor;

/**
 * A step of preprocessing. Works on a whole batch: N first, channels last. Immutable. An
 * implementation outside the project has a public constructor that takes the arguments as a {@code
 * Map<String, Object>}.
 */
public interface MedTransform {
  /** The images after this step; may overwrite and return its argument. */
  Tensor apply(Tensor images);

  /** The masks after this step; unchanged unless the step moves voxels. */
  default Tensor applyToMasks(Tensor masks) {
    return masks;
  }

  /**
   * Predictions moved back to where the voxels were before this step; unchanged unless the step
   * moves voxels.
   */
  default Tensor invert(Tensor predictions) {
    return predictions;
  }
}
