package io.medseg.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.MaskVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComponentsTest {
  @ParameterizedTest
  @EnumSource
  void areThoseOfTheDefinition(Neighbours neighbours) {
    Random random = new Random(neighbours.count());
    for (int round = 0; round < 200; round++) {
      MaskVolume mask = TestMasks.random(random);
      List<Long> expected = new ArrayList<>();
      FloodFill.components(mask, neighbours).forEach(voxels -> expected.add((long) voxels.size()));

      Components found = Components.of(mask, 0, neighbours);

      List<Long> sizes = new ArrayList<>();
      for (int i = 0; i < found.count(); i++) {
        sizes.add(found.size(i));
      }
      assertThat(sizes).as("round %d", round).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void connectivityDecidesWhatHangsTogether() {
    MaskVolume edge = TestMasks.drawn("#./.#");
    MaskVolume corner = TestMasks.drawn("#./..", "../.#");
    MaskVolume edgeAcrossSlices = TestMasks.drawn("#.", ".#");

    assertThat(counts(edge)).containsExactly(2, 1, 1);
    assertThat(counts(corner)).containsExactly(2, 2, 1);
    assertThat(counts(edgeAcrossSlices)).containsExactly(2, 1, 1);
  }

  private static int[] counts(MaskVolume mask) {
    return new int[] {
      Components.of(mask, 0, Neighbours.FACES).count(),
      Components.of(mask, 0, Neighbours.EDGES).count(),
      Components.of(mask, 0, Neighbours.CORNERS).count()
    };
  }

  @Test
  void anEmptyMaskHasNone() {
    Components none = Components.of(MaskVolume.empty(3, 70, 2, 1), 0, Neighbours.FACES);

    assertThat(none.count()).isZero();
    assertThat(none.largest()).isEqualTo(-1);
  }

  @Test
  void aFullMaskIsOneUpToTheLastBitOfItsWords() {
    for (int width : new int[] {1, 63, 64, 65, 128, 130}) {
      MaskVolume full = MaskVolume.empty(3, width, 4, 1).withBackground();
      Components one = Components.of(full, 0, Neighbours.FACES);

      assertThat(one.count()).isEqualTo(1);
      assertThat(one.size(0)).isEqualTo(12L * width);
      assertThat(one.touchesBorder(0)).isTrue();
    }
  }

  @Test
  void ofEquallyLargeOnesTheFirstInTheOrderOfTheAxesIsTheLargest() {
    // Plane 0 holds a piece further down, plane 1 one in the first row: H comes before D.
    MaskVolume mask = TestMasks.drawn("..../..../##..", "..##/..../....");
    Components components = Components.of(mask, 0, Neighbours.CORNERS);

    components.flip(i -> i != components.largest(), mask, 0);

    assertThat(mask).isEqualTo(TestMasks.drawn("..../..../....", "..##/..../...."));
  }
}
