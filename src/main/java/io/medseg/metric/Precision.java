package io.medseg.metric;

/** Share of the predicted voxels that are true. NaN if the prediction is empty. */
public record Precision() implements Metric {
  @Override
  public String name() {
    return "Precision";
  }

  @Override
  public String unit() {
    return "";
  }

  @Override
  public double value(ClassComparison comparison) {
    return comparison.intersection() / (double) comparison.predicted();
  }
}
