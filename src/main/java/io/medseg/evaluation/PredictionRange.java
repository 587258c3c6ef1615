package io.medseg.evaluation;

import java.io.Serializable;

/**
 * How far the predictions of a scan are from probabilities. A value that travels.
 *
 * @param lowest the least value, 0 if none is below
 * @param highest the greatest value, 1 if none is above
 * @param lowestSum the least sum over the classes of a voxel, 1 if none is below; 1 where classes
 *     do not exclude each other
 * @param highestSum the greatest such sum, 1 if none is above
 */
public record PredictionRange(float lowest, float highest, float lowestSum, float highestSum)
    implements Serializable {
  /** Of probabilities that leave no doubt. */
  public static final PredictionRange PROBABILITIES = new PredictionRange(0, 1, 1, 1);

  /** What rounding may do to a probability: a model of float16, an average over windows. */
  private static final float ROUNDING = 1e-3f;

  /** What it may do to a sum over classes. */
  private static final float ROUNDING_OF_SUMS = 1e-2f;

  /**
   * Whether values over exclusive classes are probabilities, as far as their least and their sum
   * tell; false for NaN.
   */
  static boolean isDistribution(float least, float sum) {
    return least >= 0 && sum >= 1 - ROUNDING_OF_SUMS && sum <= 1 + ROUNDING_OF_SUMS;
  }

  /** Of the predictions of both. */
  public PredictionRange and(PredictionRange other) {
    return new PredictionRange(
        Math.min(lowest, other.lowest),
        Math.max(highest, other.highest),
        Math.min(lowestSum, other.lowestSum),
        Math.max(highestSum, other.highestSum));
  }

  /** Whether values lie outside [0, 1] by more than rounding. */
  public boolean isOutside() {
    return lowest < -ROUNDING || highest > 1 + ROUNDING;
  }

  /** Whether sums over exclusive classes differ from 1 by more than rounding. */
  public boolean isNoDistribution() {
    return lowestSum < 1 - ROUNDING_OF_SUMS || highestSum > 1 + ROUNDING_OF_SUMS;
  }
}
