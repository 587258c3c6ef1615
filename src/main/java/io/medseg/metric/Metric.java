package io.medseg.metric;

/**
 * A number that compares prediction and truth of one class of one scan. Immutable. Named in
 * TEST_METRICS.
 */
public interface Metric {
  /** As it is named in settings and results, as in "DSC". */
  String name();

  /** Which of two values tells of the better segmentation. */
  enum Better {
    /** A share of what is right. */
    HIGHER,
    /** An error or a distance. */
    LOWER
  }

  /** Unit of its values: "mm" or "" for a pure number. */
  String unit();

  /** Where its good values are; reports call scans the best and the worst by it. */
  default Better better() {
    return unit().isEmpty() ? Better.HIGHER : Better.LOWER;
  }

  /** Its value; NaN where it is not defined. */
  double value(ClassComparison comparison);
}
