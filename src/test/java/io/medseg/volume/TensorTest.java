package io.medseg.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Proves that elements with NaN or infinity are counted, wherever in them it is. */
class TensorTest {
  @Test
  void elementsThatAreNotFinite() {
    // Longer than the shape needs, as buffers that are used again.
    Tensor batch = new Tensor(Shape.of(4, 3, 2), new float[30]);
    assertThat(batch.notFinite(0, 4)).isZero();

    batch.data()[5] = Float.NaN;
    batch.data()[4] = Float.NaN;
    batch.data()[6] = -Float.MAX_VALUE;
    batch.data()[12] = Float.NEGATIVE_INFINITY;
    batch.data()[24] = Float.NaN;

    assertThat(batch.notFinite(0, 4)).isEqualTo(2);
    assertThat(batch.notFinite(1, 3)).isEqualTo(1);
    assertThat(batch.notFinite(1, 1)).isZero();
    assertThat(batch.notFinite(3, 1)).isZero();
  }
}
