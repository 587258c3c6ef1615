package io.medseg.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseMasksTest {
  @Test
  void givesBackWhatWasSetAndAddsToWhatIsThere() {
    Random random = new Random(3);
    MaskVolume first = random(random);
    MaskVolume second = random(random);
    MaskVolume both = MaskVolume.empty(5, 130, 4, 2);

    SparseMasks.of(first).addTo(both);
    assertThat(both).isEqualTo(first);
    SparseMasks.of(second).addTo(both);

    for (int h = 0; h < 5; h++) {
      for (int w = 0; w < 130; w++) {
        for (int d = 0; d < 4; d++) {
          for (int c = 0; c < 2; c++) {
            assertThat(both.get(h, w, d, c))
                .isEqualTo(first.get(h, w, d, c) || second.get(h, w, d, c));
          }
        }
      }
    }
  }

  @Test
  void backgroundCostsNothing() {
    MaskVolume masks = MaskVolume.empty(64, 64, 64, 3);
    assertThat(SparseMasks.of(masks).bytes()).isZero();
    masks.set(1, 2, 3, 1);
    assertThat(SparseMasks.of(masks).bytes()).isEqualTo(12);
  }

  @Test
  void refusesMasksOfAnotherShape() {
    SparseMasks sparse = SparseMasks.of(MaskVolume.empty(2, 2, 2, 1));
    assertThatThrownBy(() -> sparse.addTo(MaskVolume.empty(2, 2, 3, 1)))
        .hasMessage("Invalid masks: 2x2x3 with 1 classes, not 2x2x2 with 1");
  }

  private static MaskVolume random(Random random) {
    MaskVolume masks = MaskVolume.empty(5, 130, 4, 2);
    for (int i = 0; i < 60; i++) {
      masks.set(random.nextInt(5), random.nextInt(130), random.nextInt(4), random.nextInt(2));
    }
    return masks;
  }
}
