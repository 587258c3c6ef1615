package io.medseg.dataset;

/** Which copies of a scan are scans of a dataset. */
public enum Augmentations {
  /** The scan as it was taken: Aug00, or no number. What evaluation wants. */
  ORIGINAL,
  /** Every copy, each as a scan of its own. */
  ALL
}
