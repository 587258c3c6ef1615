package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.volume.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayBytesTest {
  @Test
  void floatsAreLittleEndianAndAsTheyAre() {
    float[] data = {9, 1, -0f, Float.NaN, Float.NEGATIVE_INFINITY, 9};

    ArrayBytes array = ArrayBytes.floats(Shape.of(2, 2), data, 1);

    assertThat(array.bytes()).hasSize(16).startsWith(0, 0, 0x80, 0x3f, 0, 0, 0, 0x80);
    FloatBytes values = FloatBytes.of(array);
    for (int i = 0; i < 4; i++) {
      assertThat(Float.floatToRawIntBits(values.get(i)))
          .isEqualTo(Float.floatToRawIntBits(data[i + 1]));
    }
  }

  @Test
  void masksAreBytes() {
    ArrayBytes array = ArrayBytes.masks(Shape.of(1, 3), new float[] {7, 1, 0, -0f}, 1);

    assertThat(array).extracting(ArrayBytes::type).hasToString("uint8");
    assertThat(array.bytes()).containsExactly(1, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {2, -1, 0.5f, 256, 257, Float.NaN, Float.POSITIVE_INFINITY})
  void otherValuesAreNoMasks(float value) {
    assertThatThrownBy(() -> ArrayBytes.masks(Shape.of(2), new float[] {1, value}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid mask: " + value + " is neither 0 nor 1");
  }

  @Test
  void bytesAreThoseOfTheShape() {
    assertThatThrownBy(() -> new ArrayBytes(ArrayBytes.Type.FLOAT32, Shape.of(2, 3), new byte[6]))
        .hasMessage("Invalid array: 2x3 of float32 over 6 bytes");
  }

  @Test
  void stacksAlongANewFirstAxis() {
    ArrayBytes one = Elements.masks(Shape.of(2), 0, 1);
    ArrayBytes other = Elements.masks(Shape.of(2), 1, 1);

    ArrayBytes both = ArrayBytes.stack(List.of(one, other, one));

    assertThat(both.shape()).isEqualTo(Shape.of(3, 2));
    assertThat(both.bytes()).containsExactly(0, 1, 1, 1, 0, 1);
  }
}
