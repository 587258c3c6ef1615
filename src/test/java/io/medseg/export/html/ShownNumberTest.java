package io.medseg.export.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownNumberTest {
  @Test
  void scoresHaveFewerDecimalsWhereTheyAreGreater() {
    assertThat(ShownNumber.score(0.5)).isEqualTo("0.5000");
    assertThat(ShownNumber.score(-12.5)).isEqualTo("-12.500");
    assertThat(ShownNumber.score(1869.417)).isEqualTo("1869.42");
  }

  @Test
  void whatWouldFillATableIsAPowerOfTen() {
    assertThat(ShownNumber.score(1.4325e303)).isEqualTo("1.433e+303");
    assertThat(ShownNumber.difference(-2e12)).isEqualTo("-2.000e+12");
  }

  @Test
  void whatIsNoNumberHasASignOfItsOwn() {
    assertThat(ShownNumber.score(Double.NaN)).isEqualTo("–");
    assertThat(ShownNumber.score(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(ShownNumber.difference(Double.NEGATIVE_INFINITY)).isEqualTo("-∞");
  }
}
