package io.medseg.export.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlotScaleTest {
  private static List<String> labels(double... values) {
    return PlotScale.over(values, 360, 12).ticks().stream().map(PlotScale.Tick::label).toList();
  }

  @Test
  void ticksAreRoundAndEncloseTheValues() {
    assertThat(labels(0.81, 0.93)).containsExactly("0.8", "0.85", "0.9", "0.95");
    assertThat(labels(-3, 17)).containsExactly("-5", "0", "5", "10", "15", "20");
    assertThat(labels(0, 1)).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    assertThat(labels(1e6, 3e6)).startsWith("1000000").endsWith("3000000");
  }

  @Test
  void oneValueOrNoneHasAScaleToo() {
    assertThat(labels()).startsWith("0").endsWith("1");
    assertThat(labels(0)).contains("0");
    assertThat(labels(0.9, 0.9)).contains("0.9");
    assertThat(labels(1e-300)).isNotEmpty();
  }

  @Test
  void endsAreTheOutermostTicks() {
    PlotScale scale = PlotScale.over(new double[] {0.1, 0.9}, 360, 10);
    assertThat(scale.x(0)).isCloseTo(10, within(1e-9));
    assertThat(scale.x(1)).isCloseTo(350, within(1e-9));
    assertThat(scale.x(0.5)).isCloseTo(180, within(1e-9));
  }

  /** With digits and signs of 7.5 each, which is wider than a browser draws them. */
  @Test
  void labelsStayInsideTheDrawingAndApart() {
    for (double[] values :
        new double[][] {
          {-0.004, 0.002},
          {-0.0041, -0.0039},
          {-123456, 98765},
          {1e6, 1e6 + 1},
          {1e-9, 3e-9},
          {1e-300},
          {-1e300, 1e300},
          {0.9999, 0.99999},
          {-0.5, 0.25}
        }) {
      double end = 0;
      for (PlotScale.Tick tick : PlotScale.over(values, 360, 12).ticks()) {
        double half = tick.label().length() * 7.5 / 2;
        double x = Double.parseDouble(tick.x());
        assertThat(x - half).as(tick.label()).isGreaterThanOrEqualTo(end - 0.1);
        end = x + half;
      }
      assertThat(end).isLessThanOrEqualTo(360.1);
    }
    assertThat(labels(-0.004, 0.002))
        .containsExactly("-0.004", "-0.003", "-0.002", "-0.001", "0", "0.001", "0.002");
    assertThat(labels(1e-300, 3e-300)).startsWith("1E-300").endsWith("3E-300");
  }
}
