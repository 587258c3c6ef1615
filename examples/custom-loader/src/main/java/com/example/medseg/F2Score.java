package com.example.medseg;

import io.medseg.metric.ClassComparison;
import io.medseg.metric.Metric;

/** As Dice, but a missed voxel counts four times as much as one too many; NaN without voxels. */
public final class F2Score implements Metric {
  private static final double WEIGHT = 4;

  @Override
  public String name() {
    return "F2";
  }

  @Override
  public String unit() {
    return "";
  }

  @Override
  public double value(ClassComparison comparison) {
    return (1 + WEIGHT)
        * comparison.intersection()
        / (WEIGHT * comparison.truth() + comparison.predicted());
  }
}
