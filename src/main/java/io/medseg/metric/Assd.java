package io.medseg.metric;

/**
 * Average symmetric surface distance in mm as medpy 0.3.0 to 0.5.1 defines it and MedSegPy pins it:
 * the mean of the two directed mean distances (elsewhere called MASD). NaN if prediction or truth
 * is empty. {@link AssdPooled} is the other definition of the same name.
 */
public record Assd() implements Metric {
  @Override
  public String name() {
    return "ASSD";
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
    double there = PairwiseSum.mean(distances.predictionToTruth());
    double back = PairwiseSum.mean(distances.truthToPrediction());
    return (there + back) / 2;
  }
}
