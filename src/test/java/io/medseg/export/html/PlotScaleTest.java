package io.medseg.export.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlotScaleTest {
  private static List<String> labels(double... values) {
    return PlotScale.over(values, 0, 100).ticks().stream().map(PlotScale.Tick::label).toList();
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
    PlotScale scale = PlotScale.over(new double[] {0.1, 0.9}, 10, 350);
    assertThat(scale.x(0)).isCloseTo(10, within(1e-9));
    assertThat(scale.x(1)).isCloseTo(350, within(1e-9));
    assertThat(scale.x(0.5)).isCloseTo(180, within(1e-9));
  }
}
