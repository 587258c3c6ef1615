package com.example.medseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeanOfContrastsTest {
  @Test
  void takesTheMeanOfAllChannels() {
    MeanOfContrasts mean = new MeanOfContrasts(Map.of());
    Tensor images = new Tensor(Shape.of(1, 1, 2, 2), new float[] {1, 2, -3, 5});

    Tensor one = mean.apply(images);

    assertThat(one.shape()).isEqualTo(Shape.of(1, 1, 2, 1));
    assertThat(one.data()).containsExactly(1.5f, 1);
  }

  @Test
  void takesNoArguments() {
    assertThatThrownBy(() -> new MeanOfContrasts(Map.of("axis", 1)))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid PREPROCESSING_ARGS: MeanOfContrasts takes none, not [axis]");
  }
}
