package io.medseg.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffineTest {
  private static double[][] rows(double... first) {
    return new double[][] {first, {0, 2, 0, 5}, {0, 0, 3, 6}, {0, 0, 0, 1}};
  }

  @Test
  void orientationsInBothSpellings() {
    assertThat(Orientation.parse("ras")).isEqualTo(new Orientation("RAS"));
    assertThat(Orientation.parse("SI AP LR")).isEqualTo(new Orientation("IPR"));
    assertThat(Orientation.parse(" RL,PA, IS ")).isEqualTo(new Orientation("LAS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RA", "RAL", "RAX", "SI AP", "SI AP SI", "SS AP LR", "SA IP LR"})
  void orientationsThatAreNone(String text) {
    assertThatThrownBy(() -> Orientation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid orientation: ");
  }

  @Test
  void anOrientationAndASpacing() {
    Affine affine = Affine.of(Orientation.parse("SI AP LR"), new Spacing(0.5, 0.25, 2));

    assertThat(affine)
        .isEqualTo(
            Affine.of(
                new double[][] {{0, 0, 2, 0}, {0, -0.25, 0, 0}, {-0.5, 0, 0, 0}, {0, 0, 0, 1}}))
        .hasSameHashCodeAs(Affine.of(Orientation.parse("IPR"), new Spacing(0.5, 0.25, 2)));
    assertThat(affine.spacing()).isEqualTo(new Spacing(0.5, 0.25, 2));
    assertThat(affine.isSheared()).isFalse();
  }

  @Test
  void shearedAxes() {
    Affine sheared = Affine.of(rows(1, 0.5, 0, 4));

    assertThat(sheared.isSheared()).isTrue();
    assertThat(Affine.of(rows(1, 0.004, 0, 4)).isSheared()).isFalse();
    assertThat(sheared.determinant()).isEqualTo(6);
    assertThat(sheared.get(1, 3)).isEqualTo(5);
  }

  @Test
  void tinyVoxelsAreNotFlat() {
    assertThat(Affine.of(Orientation.parse("RAS"), new Spacing(1e-6, 1e-6, 1e-6)))
        .isEqualTo(
            Affine.of(
                new double[][] {{1e-6, 0, 0, 0}, {0, 1e-6, 0, 0}, {0, 0, 1e-6, 0}, {0, 0, 0, 1}}));
  }

  @Test
  void affinesThatAreNone() {
    refuses(new double[3][4], "four rows of four numbers are expected");
    refuses(rows(1, 0, 0), "four rows of four numbers are expected");
    refuses(rows(Double.NaN, 0, 0, 0), "its numbers must be finite");
    refuses(new double[4][4], "its last row must be 0, 0, 0, 1");
    refuses(rows(0, 0, 0, 0), "its axes must span space");
    refuses(rows(0, 1, 0, 0), "its axes must span space");
  }

  private static void refuses(double[][] rows, String reason) {
    assertThatThrownBy(() -> Affine.of(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid affine: [[")
        .hasMessageEndingWith(": " + reason);
  }
}
