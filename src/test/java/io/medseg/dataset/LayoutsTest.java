package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import org.junit.jupiter.api.Test;

class LayoutsTest {
  @Test
  void findsBuiltInsAndClasses() {
    assertThat(Layouts.of("slices")).isInstanceOf(SliceLayout.class);
    assertThat(Layouts.of("volumes")).isInstanceOf(VolumeLayout.class);
    assertThat(Layouts.of("skm-tea")).isInstanceOf(SkmTeaLayout.class);
    assertThat(Layouts.of("io.medseg.dataset.VolumeLayout")).isInstanceOf(VolumeLayout.class);
    assertThat(Layouts.names()).containsExactly("slices", "volumes", "single-file", "skm-tea");
  }

  @Test
  void namesTheKnown() {
    assertThatThrownBy(() -> Layouts.of("slice"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid layout: slice; known are slices, volumes, single-file");
  }
}
