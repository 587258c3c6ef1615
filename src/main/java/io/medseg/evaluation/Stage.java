package io.medseg.evaluation;

/** Where in its way through a run a scan failed. */
public enum Stage {
  /** Finding its files and shapes. */
  PLAN,
  /** Reading its voxels. */
  READ,
  /** Cutting it into elements. */
  SCATTER,
  /** Running the model. */
  PREDICT,
  /** Putting predictions together. */
  GATHER,
  /** Comparing with the truth. */
  SCORE,
  /** Writing its files. */
  WRITE
}
