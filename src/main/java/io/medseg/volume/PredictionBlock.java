package io.medseg.volume;

/**
 * Final predictions of a box of a volume, as a view on an array: the value of class {@code c} at
 * voxel {@code (h, w, d)} (counted from the start of the region) is {@code values[offset + h *
 * strideH + w * strideW + d * strideD + c]}.
 *
 * @param region where the block lies in the volume (rank 3)
 * @param values probabilities; only read
 * @param classes number of classes, the background included where the model predicts it
 */
public record PredictionBlock(
    Region region, float[] values, int offset, int strideH, int strideW, int strideD, int classes) {
  /** Whether all voxels are one voxel of the array. */
  public boolean isUniform() {
    return strideH == 0 && strideW == 0 && strideD == 0;
  }
}
