package io.medseg.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.evaluation.Reduction.Reduced;
import org.junit.jupiter.api.Test;

class ReductionTest {
  private static final double[] P = {3, 5};
  private static final double[] T = {1, 5};

  @Test
  void rmsCvIsTheRootMeanSquareOfTheCoefficients() {
    Reduced reduced = Reduction.RMS_CV.of(P, T);
    assertThat(reduced.value()).isCloseTo(Math.sqrt((0.25 + 0) / 2), within(1e-15));
    assertThat(reduced.defined()).isEqualTo(2);
    assertThat(Reduction.RMS_CV.of(T, P)).isEqualTo(reduced);
  }

  @Test
  void rmseCvIsTheErrorOverTheMeanOfTheTruth() {
    assertThat(Reduction.RMSE_CV.of(P, T).value()).isCloseTo(Math.sqrt(2) / 3, within(1e-15));
    assertThat(Reduction.RMSE_CV.of(T, P).value()).isCloseTo(Math.sqrt(2) / 4, within(1e-15));
  }

  @Test
  void pairsWithoutANumberAreLeftOutAndNotCounted() {
    double[] p = {3, Double.NaN, 5, 2};
    double[] t = {1, 4, 5, Double.NaN};
    for (Reduction reduction : Reduction.values()) {
      assertThat(reduction.of(p, t)).isEqualTo(reduction.of(P, T));
    }
    assertThat(Reduction.RMS_CV.of(new double[] {0, 3, 5}, new double[] {0, 1, 5}).defined())
        .isEqualTo(2);
  }

  @Test
  void nothingGivesNaN() {
    Reduced none = Reduction.RMSE_CV.of(new double[] {Double.NaN}, new double[] {1});
    assertThat(none.value()).isNaN();
    assertThat(none.defined()).isZero();
  }
}
