package io.medseg.segmentation;

/** Whether a writer reads the probabilities of a scan. */
public enum ProbabilityUse {
  /** Labels are enough: probabilities need not be kept. */
  NONE,
  /** They must be kept until the scan is written. */
  WANTED
}
