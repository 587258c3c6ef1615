package io.medseg.metric;

/**
 * A number that compares prediction and truth of one class of one scan. Immutable. Named in
 * TEST_METRICS.
 */
public interface Metric {
  /** As it is named in settings and results, as in "DSC". */
  String name();

  /** Unit of its values: "mm" or "" for a pure number. */
  String unit();

  /** Its value; NaN where it is not defined. */
  double value(ClassComparison comparison);
}
