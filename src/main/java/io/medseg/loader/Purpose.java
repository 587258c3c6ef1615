package io.medseg.loader;

/** What elements are made for: it decides where windows lie. */
public enum Purpose {
  /** Batches for fitting: the windows the settings name, nothing more. */
  TRAINING,
  /** Predictions of whole scans: every voxel is covered. */
  INFERENCE
}
