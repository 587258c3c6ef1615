package io.medseg.evaluation;

/**
 * Reduces pairs of measurements (prediction, truth), one pair per scan, to one number. Where a pair
 * gives no number it is left out; MedSegPy, whose names and formulas these are, lets one such scan
 * make the whole NaN.
 */
public enum Reduction {
  /** Root mean square of the coefficients of variation of the pairs; symmetric. */
  RMS_CV("RMS-CV") {
    @Override
    double term(double prediction, double truth) {
      double mean = (prediction + truth) / 2;
      double cv = Math.abs(prediction - truth) / 2 / mean;
      return cv * cv;
    }

    @Override
    double value(double meanTerm, double meanTruth) {
      return Math.sqrt(meanTerm);
    }
  },
  /** Root mean square error over the absolute mean of the truth; not symmetric. */
  RMSE_CV("RMSE-CV") {
    @Override
    double term(double prediction, double truth) {
      return (prediction - truth) * (prediction - truth);
    }

    @Override
    double value(double meanTerm, double meanTruth) {
      return Math.sqrt(meanTerm) / Math.abs(meanTruth);
    }
  };

  private final String title;

  Reduction(String title) {
    this.title = title;
  }

  /**
   * A reduced number.
   *
   * @param value NaN if no pair is defined
   * @param defined over how many pairs
   */
  public record Reduced(double value, int defined) {}

  /** As results name it, as in "RMS-CV". */
  public String title() {
    return title;
  }

  /** Reduces the pairs {@code (predictions[i], truths[i])}. */
  public Reduced of(double[] predictions, double[] truths) {
    double terms = 0;
    double truth = 0;
    int defined = 0;
    for (int i = 0; i < truths.length; i++) {
      double term = term(predictions[i], truths[i]);
      if (!Double.isNaN(term)) {
        terms += term;
        truth += truths[i];
        defined++;
      }
    }
    return new Reduced(value(terms / defined, truth / defined), defined);
  }

  abstract double term(double prediction, double truth);

  abstract double value(double meanTerm, double meanTruth);
}
