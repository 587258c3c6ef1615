package io.medseg.metric;

/** Volumetric overlap error: 1 - intersection / union. NaN if both masks are empty. */
public record Voe() implements Metric {
  @Override
  public String name() {
    return "VOE";
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
    long union = comparison.predicted() + comparison.truth() - comparison.intersection();
    return 1 - comparison.intersection() / (double) union;
  }
}
