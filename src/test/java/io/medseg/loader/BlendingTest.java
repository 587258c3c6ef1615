package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.experiment.Parity;
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

  /** Values of numpy: exp(-(i - 1.5)**2 / (2 * (0.25 * 4)**2)). */
  @Test
  void sigmaIsInLengthsOfTheWindow() {
    assertThat(Blending.GAUSSIAN.weights(4, 0.25))
        .containsExactly(
            new float[] {
              0.32465246735834974f, 0.8824969025845955f, 0.8824969025845955f, 0.32465246735834974f
            },
            within(CLOSE));
  }

  @Test
  void tinySigmasAreNoNumbersGoneWrong() {
    for (double sigma : new double[] {1e-3, 1e-300, Double.MIN_VALUE, 1e300}) {
      for (int length : new int[] {1, 4, 5}) {
        for (float weight : Blending.GAUSSIAN.weights(length, sigma)) {
          assertThat(Blending.GAUSSIAN.weight(weight)).isBetween(1e-3f, 1f);
        }
      }
    }
  }

  @Test
  void namesThePublishedRule() {
    assertThat(variant(Parity.NONE)).isEqualTo("gaussian-monai");
    assertThat(variant(Parity.MEDSEGPY)).isEqualTo("last");
    assertThat(variant(Parity.NONE, "BLENDING", "hann")).isEqualTo("hann-torchio");
    assertThat(variant(Parity.NONE, "BLENDING", "Crop")).isEqualTo("crop-centre");
  }

  private static String variant(Parity parity, Object... settings) {
    return Blending.of(TestScans.experiment(parity, settings)).variant();
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
