package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import org.junit.jupiter.api.Test;

class PredictionTensorTest {
  @Test
  void putsABlockWhereItsRegionIs() {
    PredictionTensor predictions = new PredictionTensor(Shape.of(2, 3, 2), 2);
    Region region = Region.of(new int[] {1, 1, 0}, new int[] {2, 3, 2});
    // Two columns by two slices, slices outside: strides of W and D are swapped.
    float[] values = {-1, 1, 2, 3, 4, 5, 6, 7, 8};
    predictions.accept(new PredictionBlock(region, values, 1, 0, 2, 4, 2));
    assertThat(predictions.tensor().shape()).isEqualTo(Shape.of(2, 3, 2, 2));
    assertThat(predictions.tensor().data())
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 5, 6, 3, 4, 7, 8);
  }

  @Test
  void refusesWhatNoArrayHolds() {
    assertThatThrownBy(() -> new PredictionTensor(Shape.of(1024, 1024, 1024), 4))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot hold predictions of 1024x1024x1024x4 in one array: 4294967296 values, more than 2147483647");
  }
}
