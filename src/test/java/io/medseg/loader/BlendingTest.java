package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlendingTest {
  private static final float CLOSE = 1e-7f;

  /** Values of numpy: exp(-(i - 2)**2 / (2 * (0.125 * 5)**2)). */
  @Test
  void gaussianHasAnEighthOfTheWindowAsDeviation() {
    assertThat(Blending.GAUSSIAN.weights(5, 0.125))
        .containsExactly(
            new float[] {
              0.005976022686809301f,
              0.27803730964660645f,
              1,
              0.27803730964660645f,
              0.005976022686809301f
            },
            within(CLOSE));
    assertThat(Blending.GAUSSIAN.weights(1, 0.125)).containsExactly(1f);
    assertThat(Blending.GAUSSIAN.weight(1e-9f)).isEqualTo(1e-3f);
  }

  /** Values of scipy: signal.windows.hann(10)[1:-1]. */
  @Test
  void hannHasNoZeros() {
    assertThat(Blending.HANN.weights(8, 0.125))
        .containsExactly(
            new float[] {
              0.11697777844051105f,
              0.41317591116653485f,
              0.75f,
              0.9698463103929542f,
              0.9698463103929542f,
              0.75f,
              0.41317591116653496f,
              0.11697777844051105f
            },
            within(CLOSE));
  }

  @ParameterizedTest
  @EnumSource(Blending.class)
  void weightsAreNeverZero(Blending blending) {
    for (int length = 1; length < 200; length += 7) {
      float[] weights = blending.weights(length, 0.125);
      assertThat(weights).hasSize(length);
      float corner = blending.weight(weights[0] * weights[0] * weights[length - 1]);
      assertThat(corner).isPositive();
    }
  }
}
