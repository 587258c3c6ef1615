package io.medseg.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void tellsItsLengths() {
    Shape shape = Shape.of(384, 384, 160);

    assertThat(shape.elements()).isEqualTo(23_592_960L);
    assertThat(shape.get(-1)).isEqualTo(160);
    assertThat(shape.append(4).prepend(2)).isEqualTo(Shape.of(2, 384, 384, 160, 4));
    assertThat(shape).hasToString("384x384x160").hasSameHashCodeAs(Shape.of(384, 384, 160));
    assertThat(Shape.of()).hasToString("scalar");
  }

  @Test
  void refusesNegativeLengths() {
    assertThatThrownBy(() -> Shape.of(3, -1))
        .hasMessage("Invalid shape [3, -1]: a length is negative");
  }

  @Test
  void regionsAreHalfOpenAndInOrder() {
    Region region = Region.of(new int[] {0, 7}, new int[] {64, 8});

    assertThat(region).hasToString("[0:64, 7:8]").isNotEqualTo(Region.whole(Shape.of(64, 8)));
    assertThat(region.shape()).isEqualTo(Shape.of(64, 1));
    assertThatThrownBy(() -> Region.of(new int[] {3}, new int[] {2}))
        .hasMessage("Invalid region [3:2]: axis 0");
  }

  @Test
  void spacingIsPositive() {
    assertThatThrownBy(() -> new Spacing(0.3125, 0, 0.7))
        .hasMessage("Invalid spacing (0.3125, 0.0, 0.7): each must be a positive number of mm");
  }

  @Test
  void tensorsHoldTheirShape() {
    assertThatThrownBy(() -> new Tensor(Shape.of(2, 3), new float[5]))
        .hasMessage("Invalid tensor: shape 2x3 over 5 values");
  }
}
