package io.medseg.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.volume.Moments;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FiniteValuesTest {
  /** Parts of any size, put together, are as good as all at once, also far from 0. */
  @Test
  void partsMakeTheWhole() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      float[] all = new float[1 + random.nextInt(300)];
      float offset = round % 2 == 0 ? 0 : 1e6f;
      for (int i = 0; i < all.length; i++) {
        all[i] = offset + (float) random.nextGaussian();
      }
      FiniteValues parts = FiniteValues.NONE;
      for (int from = 0; from < all.length; ) {
        int to = Math.min(all.length, from + random.nextInt(50));
        parts = parts.plus(FiniteValues.of(Arrays.copyOfRange(all, from, to)));
        from = to;
      }

      double mean = 0;
      for (float value : all) {
        mean += (value - (double) offset) / all.length;
      }
      double variance = 0;
      for (float value : all) {
        variance += Math.pow(value - (double) offset - mean, 2) / all.length;
      }
      assertThat(parts.count()).isEqualTo(all.length);
      assertThat(parts.mean() - offset).isCloseTo(mean, within(1e-8));
      assertThat(parts.sd()).isCloseTo(Math.sqrt(variance), within(1e-8));
      Arrays.sort(all);
      assertThat(parts.min()).isEqualTo(all[0]);
      assertThat(parts.max()).isEqualTo(all[all.length - 1]);
    }
  }

  @Test
  void onlyFiniteNumbersCount() {
    FiniteValues moments =
        FiniteValues.of(
            new float[] {Float.NaN, 3, Float.POSITIVE_INFINITY, 1, Float.NEGATIVE_INFINITY});

    assertThat(moments).isEqualTo(new FiniteValues(1, 3, new Moments(2, 2, 2)));
    assertThat(moments.sd()).isEqualTo(1);
    assertThat(FiniteValues.of(new float[] {Float.NaN})).isEqualTo(FiniteValues.NONE);
    assertThat(FiniteValues.NONE.sd()).isNaN();
  }
}
