package io.medseg.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.Volume;
import org.junit.jupiter.api.Test;

class ImageFactsTest {
  private static ImageFacts of(float[]... planes) {
    return ImageFacts.of(new Volume(1, planes[0].length, planes));
  }

  @Test
  void slicesLikeTheOneBefore() {
    float[] one = {1, 2, 3};
    float[] other = {1, 2, 4};

    assertThat(of(one, one.clone(), other, one, other, other.clone(), other).repeated())
        .containsExactly(2, 6, 7);
  }

  /** Scans often begin and end with empty slices. */
  @Test
  void slicesOfOneValueAreNotCompared() {
    assertThat(of(new float[3], new float[3], new float[] {5, 5, 5}).repeated()).isEmpty();
  }

  @Test
  void constantAndZeroImages() {
    assertThat(of(new float[3], new float[3]).isZero()).isTrue();
    assertThat(of(new float[] {2, 2}).isConstant()).isTrue();
    assertThat(of(new float[] {2, 2}).isZero()).isFalse();
    assertThat(of(new float[] {0, 1}).isConstant()).isFalse();
    assertThat(of(new float[] {0, Float.NaN}).isConstant()).isFalse();
    assertThat(of(new float[] {Float.NaN, Float.NaN}).isConstant()).isFalse();
  }

  @Test
  void countsWhatIsNoNumber() {
    ImageFacts facts =
        of(
            new float[] {1, Float.NaN, Float.NaN},
            new float[] {Float.POSITIVE_INFINITY, 2, Float.NEGATIVE_INFINITY});

    assertThat(facts.notANumber()).isEqualTo(2);
    assertThat(facts.infinite()).isEqualTo(2);
    assertThat(facts.finite().count()).isEqualTo(2);
  }

  /** The same numbers in another shape are another image. */
  @Test
  void sumsTellImagesApart() {
    String sum = of(new float[] {1, 2}, new float[] {3, 4}).sha256();

    assertThat(of(new float[] {1, 2}, new float[] {3, 4}).sha256()).isEqualTo(sum);
    assertThat(of(new float[] {1, 2}, new float[] {3, 5}).sha256()).isNotEqualTo(sum);
    assertThat(of(new float[] {1, 2, 3, 4}).sha256()).isNotEqualTo(sum);
    assertThat(ImageFacts.of(new Volume(2, 1, new float[][] {{1, 2}, {3, 4}})).sha256())
        .isNotEqualTo(sum);
  }
}
