package io.medseg.metric;

/**
 * Coefficient of variation of the two volumes: their population standard deviation over their mean,
 * for two numbers |a - b| / (a + b). NaN if both masks are empty.
 */
public record Cv() implements Metric {
  @Override
  public String name() {
    return "CV";
  }

  @Override
  public String unit() {
    return "";
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  @Override
  public double value(ClassComparison comparison) {
    // Halved above and below the line as the reference does: the quotient rounds the same way.
    double deviation = Math.abs(comparison.predicted() - comparison.truth()) / 2.0;
    return deviation / ((comparison.predicted() + comparison.truth()) / 2.0);
  }
}
