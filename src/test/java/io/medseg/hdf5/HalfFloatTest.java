package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatTest {
  @Test
  void everyHalfComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = ElementType.halfToFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfFloat.of(value)).isEqualTo((short) bits);
      }
    }
    assertThat(ElementType.halfToFloat(HalfFloat.of(Float.NaN))).isNaN();
  }

  @Test
  void whatLiesBetweenGoesToTheNearestAndHalfwayToTheEvenOne() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = ElementType.halfToFloat((short) bits);
      float middle = (low + ElementType.halfToFloat((short) (bits + 1))) / 2;
      int even = bits + (bits & 1);
      assertThat(HalfFloat.of(middle)).isEqualTo((short) even);
      assertThat(HalfFloat.of(-middle)).isEqualTo((short) (even | 0x8000));
      assertThat(HalfFloat.of(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfFloat.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
    }
  }

  @Test
  void whatIsTooLargeIsInfinite() {
    assertThat(HalfFloat.of(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloat.of(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfFloat.of(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
  }
}
