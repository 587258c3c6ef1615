package io.medseg.metric;

import java.util.Arrays;

/**
 * Average symmetric surface distance in mm as medpy 0.5.2 and Metrics Reloaded define it: the mean
 * over all distances of both directions together. NaN if prediction or truth is empty.
 */
public record AssdPooled() implements Metric {
  @Override
  public String name() {
    return "ASSD_POOLED";
  }

  @Override
  public String unit() {
    return "mm";
  }

  @Override
  public double value(ClassComparison comparison) {
    SurfaceDistances distances = comparison.surfaceDistances();
    if (distances == null) {
      return Double.NaN;
    }
    double[] there = distances.predictionToTruth();
    double[] back = distances.truthToPrediction();
    double[] both = Arrays.copyOf(there, there.length + back.length);
    System.arraycopy(back, 0, both, there.length, back.length);
    return PairwiseSum.mean(both);
  }
}
