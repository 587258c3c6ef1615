package io.medseg.loader;

/** Which arrays a batch holds. */
public enum BatchForm {
  /** x preprocessed, y. */
  TRAINING,
  /** x preprocessed, y, x raw. */
  TESTING,
  /** x preprocessed only. */
  PREDICTION
}
