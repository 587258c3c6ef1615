package com.example.medseg;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.metric.ClassComparison;
import io.medseg.metric.SurfaceDistances;
import org.junit.jupiter.api.Test;

class F2ScoreTest {
  /** Counts alone. */
  private record Counts(long predicted, long truth, long intersection) implements ClassComparison {
    @Override
    public SurfaceDistances surfaceDistances() {
      return null;
    }
  }

  @Test
  void countsMissedVoxelsMore() {
    F2Score score = new F2Score();
    assertThat(score.value(new Counts(10, 10, 10))).isEqualTo(1);
    assertThat(score.value(new Counts(5, 10, 5))).isEqualTo(25.0 / 45);
    assertThat(score.value(new Counts(10, 5, 5))).isEqualTo(25.0 / 30);
    assertThat(score.value(new Counts(0, 0, 0))).isNaN();
  }
}
