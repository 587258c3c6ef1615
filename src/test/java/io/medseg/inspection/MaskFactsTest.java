package io.medseg.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Category;
import io.medseg.volume.MaskVolume;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskFactsTest {
  private static final List<Category> CLASSES =
      List.of(
          new Category(List.of(2), "c", "c", List.of()),
          new Category(List.of(0, 1), "ab", "ab", List.of()));

  @Test
  void countsWhatALoopCounts() {
    Random random = new Random(3);
    for (int round = 0; round < 30; round++) {
      int width = 1 + random.nextInt(140);
      MaskVolume masks = MaskVolume.empty(3, width, 2, 3);
      long ab = 0;
      long c = 0;
      long both = 0;
      for (int i = 0; i < 6 * width; i++) {
        boolean[] in = {random.nextInt(4) == 0, random.nextInt(4) == 0, random.nextInt(4) == 0};
        for (int channel = 0; channel < 3; channel++) {
          if (in[channel]) {
            masks.set(i % 3, i / 6, i / 3 % 2, channel);
          }
        }
        ab += in[0] || in[1] ? 1 : 0;
        c += in[2] ? 1 : 0;
        both += (in[0] || in[1]) && in[2] ? 1 : 0;
      }

      assertThat(MaskFacts.of(masks, CLASSES, 5, "labels"))
          .isEqualTo(
              new MaskFacts(
                  List.of(new ClassVoxels("c", c), new ClassVoxels("ab", ab)), both, 5, "labels"));
    }
  }

  @Test
  void channelsAreClassesWhereNothingNamesThem() {
    MaskVolume masks = MaskVolume.empty(2, 2, 1, 2);
    masks.set(0, 0, 0, 1);

    assertThat(MaskFacts.of(masks, List.of(), 0, "").classes())
        .containsExactly(new ClassVoxels("channel 0", 0), new ClassVoxels("channel 1", 1));
  }
}
