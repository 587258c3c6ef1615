package io.medseg.metric;

/** Share of the true voxels that were predicted. NaN if the truth is empty. */
public record Recall() implements Metric {
  @Override
  public String name() {
    return "Recall";
  }

  @Override
  public String unit() {
    return "";
  }

  @Override
  public double value(ClassComparison comparison) {
    return comparison.intersection() / (double) comparison.truth();
  }
}
