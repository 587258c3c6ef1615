package io.medseg.metric;

/**
 * Dice score coefficient: twice the common voxels over the voxels of both. MedSegPy adds the
 * machine epsilon above and below the line, so two empty masks score 1 and one empty mask scores
 * almost 0 instead of exactly 0; the same here, to the last bit.
 */
public record Dsc() implements Metric {
  private static final double EPSILON = Math.ulp(1.0);

  @Override
  public String name() {
    return "DSC";
  }

  @Override
  public String unit() {
    return "";
  }

  @Override
  public double value(ClassComparison comparison) {
    return (2.0 * comparison.intersection() + EPSILON)
        / (comparison.predicted() + comparison.truth() + EPSILON);
  }
}
