package io.medseg.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  private static final double NAN = Double.NaN;

  @Test
  void onlyScansWithBothValuesMakePairs() {
    PairedDifference found =
        PairedDifference.of(
            "ASSD",
            "a",
            new double[] {1, 2, NAN, 4, 5, NAN},
            new double[] {2, 4, 1, NAN, Double.POSITIVE_INFINITY, NAN});

    assertThat(found.n()).isEqualTo(2);
    assertThat(found.onlyInA()).isEqualTo(2);
    assertThat(found.onlyInB()).isEqualTo(1);
    assertThat(found.meanA()).isEqualTo(1.5);
    assertThat(found.meanB()).isEqualTo(3);
    assertThat(found.mean()).isEqualTo(1.5);
    assertThat(found.sd()).isCloseTo(Math.sqrt(0.5), within(1e-15));
    // 12.7062... is Student's t for 97.5 % and one degree of freedom.
    assertThat(found.high()).isCloseTo(1.5 + 12.706204736432095 * 0.5, within(1e-8));
    assertThat(found.low()).isCloseTo(1.5 - 12.706204736432095 * 0.5, within(1e-8));
  }

  @Test
  void onePairHasNoIntervalAndNoneHasNothing() {
    PairedDifference one = PairedDifference.of("DSC", "a", new double[] {1}, new double[] {0.5});
    assertThat(one.mean()).isEqualTo(-0.5);
    assertThat(one.low()).isNaN();
    assertThat(one.wilcoxon().p()).isEqualTo(1);

    PairedDifference none = PairedDifference.of("DSC", "a", new double[] {1}, new double[] {NAN});
    assertThat(none.n()).isZero();
    assertThat(none.mean()).isNaN();
    assertThat(none.wilcoxon().p()).isNaN();
  }

  /** Expected values are scipy 1.17's. */
  @Test
  void wilcoxonOfFewPairsIsExactAndOfManyWithTiesNormal() {
    Wilcoxon few = Wilcoxon.of(0.1, 0.2, -0.05, 0.4, 0.7);
    assertThat(few.method()).isEqualTo(Wilcoxon.Method.EXACT);
    assertThat(few.statistic()).isEqualTo(1);
    assertThat(few.p()).isEqualTo(0.125);

    Wilcoxon tied = Wilcoxon.of(1, 1, 2, 0, -1, 3, 3, 4, 5, -2, 1, 2, 2, 0, 6);
    assertThat(tied.method()).isEqualTo(Wilcoxon.Method.NORMAL);
    assertThat(tied.zeros()).isEqualTo(2);
    assertThat(tied.p()).isBetween(0.001, 0.02);
  }

  @Test
  void noDifferenceAtAllHasProbabilityOne() {
    assertThat(Wilcoxon.of(new double[40]).p()).isEqualTo(1);
    assertThat(Wilcoxon.of(new double[40]).zeros()).isEqualTo(40);
  }
}
