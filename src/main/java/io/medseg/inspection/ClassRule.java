package io.medseg.inspection;

/** Whether a voxel may be in several classes. */
public enum ClassRule {
  /** It may (sigmoid, or nothing is known): an overlap is a warning. */
  MAY_OVERLAP(Severity.WARNING),
  /** It may not (softmax): an overlap is an error. */
  EXCLUSIVE(Severity.ERROR);

  private final Severity overlap;

  ClassRule(Severity overlap) {
    this.overlap = overlap;
  }

  /** How bad an overlap is. */
  Severity overlap() {
    return overlap;
  }
}
