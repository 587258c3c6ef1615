package io.medseg.evaluation;

/** Whether a model's output has a channel for the voxels of no class. */
public enum Background {
  /** Every channel is a class. */
  ABSENT,
  /** The first channel is the background: it takes part in the decision and is then dropped. */
  FIRST_CHANNEL
}
