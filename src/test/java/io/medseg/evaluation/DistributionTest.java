package io.medseg.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistributionTest {
  /** Expected values are numpy's nanmean, nanstd, nanmedian and nanpercentile. */
  @Test
  void agreesWithNumpyAndLeavesNaNOut() {
    Distribution found = Distribution.of(.3, .9, Double.NaN, .55, .7, .1);
    assertThat(found.defined()).isEqualTo(5);
    assertThat(found.mean()).isCloseTo(0.51, within(1e-15));
    assertThat(found.sdDdof1()).isCloseTo(0.31701734968294715, within(1e-15));
    assertThat(found.sdDdof0()).isCloseTo(0.2835489375751565, within(1e-15));
    assertThat(found.median()).isEqualTo(0.55);
    assertThat(found.percentile5()).isCloseTo(0.14, within(1e-15));
    assertThat(found.percentile95()).isCloseTo(0.86, within(1e-15));
    assertThat(found.percentile25()).isCloseTo(0.3, within(1e-15));
    assertThat(found.percentile75()).isCloseTo(0.7, within(1e-15));
  }

  @Test
  void ofOneValueHasNoSampleDeviation() {
    Distribution found = Distribution.of(0.25);
    assertThat(found.mean()).isEqualTo(0.25);
    assertThat(found.sdDdof1()).isNaN();
    assertThat(found.sdDdof0()).isZero();
    assertThat(found.percentile95()).isEqualTo(0.25);
  }

  @Test
  void infinityIsAValueOfPercentilesLikeAnyOther() {
    double infinite = Double.POSITIVE_INFINITY;
    Distribution found = Distribution.of(infinite, 0.5, infinite, 0.25, infinite);
    assertThat(found.defined()).isEqualTo(5);
    assertThat(found.mean()).isEqualTo(infinite);
    assertThat(found.median()).isEqualTo(infinite);
    assertThat(found.percentile95()).isEqualTo(infinite);
    assertThat(found.percentile25()).isEqualTo(0.5);
    assertThat(Distribution.of(1, infinite).median()).isEqualTo(infinite);
    assertThat(Distribution.of(-infinite, 1).percentile95()).isEqualTo(-infinite);
    assertThat(Distribution.of(-infinite, infinite).median()).isNaN();
  }

  @Test
  void ofNothingIsNaN() {
    Distribution found = Distribution.of(Double.NaN);
    assertThat(found.defined()).isZero();
    assertThat(found.mean()).isNaN();
    assertThat(found.sdDdof0()).isNaN();
    assertThat(found.median()).isNaN();
  }
}
