package io.medseg.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairwiseSumTest {
  @Test
  void isTheMeanForEveryLength() {
    Random random = new Random(5);
    for (int length = 1; length < 700; length += 1 + length / 20) {
      double[] values = random.doubles(length).toArray();
      assertThat(PairwiseSum.mean(values))
          .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-15 * length));
    }
  }

  /** numpy.mean of the same values; adding one after the other gives 0.10000000000018848. */
  @Test
  void keepsTheRoundingErrorSmall() {
    double[] tenths = new double[100_000];
    Arrays.fill(tenths, 0.1);
    assertThat(PairwiseSum.mean(tenths)).isEqualTo(0.1);
  }

  @Test
  void ofNothingIsNaN() {
    assertThat(PairwiseSum.mean(new double[0])).isNaN();
  }
}
