package io.medseg.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskVolumeTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 70;
  private static final int DEPTH = 3;
  private static final int CLASSES = 4;

  private final boolean[][][][] truth = new boolean[HEIGHT][WIDTH][DEPTH][CLASSES];
  private final MaskVolume masks = random(11);

  @Test
  void keepsEveryVoxelOfEveryClass() {
    long[] counts = new long[CLASSES];
    forEach(
        (h, w, d, c) -> {
          assertThat(masks.get(h, w, d, c)).isEqualTo(truth[h][w][d][c]);
          counts[c] += truth[h][w][d][c] ? 1 : 0;
        });
    for (int c = 0; c < CLASSES; c++) {
      assertThat(masks.count(c)).isEqualTo(counts[c]);
    }
  }

  @Test
  void collatesChannelsByUnionInTheGivenOrder() {
    MaskVolume collated = masks.collate(List.of(new int[] {2}, new int[] {3, 0}));

    forEach(
        (h, w, d, c) -> {
          assertThat(collated.get(h, w, d, 0)).isEqualTo(truth[h][w][d][2]);
          assertThat(collated.get(h, w, d, 1)).isEqualTo(truth[h][w][d][3] || truth[h][w][d][0]);
        });
    assertThat(collated.classes()).isEqualTo(2);
  }

  @Test
  void backgroundIsWhereNoClassIsAndNothingBeyondTheRows() {
    MaskVolume more = masks.withBackground();

    long background = 0;
    for (int h = 0; h < HEIGHT; h++) {
      for (int w = 0; w < WIDTH; w++) {
        for (int d = 0; d < DEPTH; d++) {
          boolean none = true;
          for (int c = 0; c < CLASSES; c++) {
            none &= !truth[h][w][d][c];
          }
          assertThat(more.get(h, w, d, 0)).isEqualTo(none);
          background += none ? 1 : 0;
        }
      }
    }
    assertThat(more.count(0)).isEqualTo(background);
    assertThat(more.withoutFirst()).isEqualTo(masks);
  }

  @Test
  void andKeepsWhatTheOtherHas() {
    MaskVolume other = random(12);
    MaskVolume both = masks.and(other);

    forEach(
        (h, w, d, c) ->
            assertThat(both.get(h, w, d, c))
                .isEqualTo(masks.get(h, w, d, c) && other.get(h, w, d, 0)));
  }

  private MaskVolume random(long seed) {
    Random random = new Random(seed);
    MaskVolume filled = MaskVolume.empty(HEIGHT, WIDTH, DEPTH, CLASSES);
    forEach(
        (h, w, d, c) -> {
          if (random.nextInt(3) == 0) {
            filled.set(h, w, d, c);
            if (seed == 11) {
              truth[h][w][d][c] = true;
            }
          }
        });
    return filled;
  }

  private static void forEach(Voxel action) {
    for (int h = 0; h < HEIGHT; h++) {
      for (int w = 0; w < WIDTH; w++) {
        for (int d = 0; d < DEPTH; d++) {
          for (int c = 0; c < CLASSES; c++) {
            action.at(h, w, d, c);
          }
        }
      }
    }
  }

  private interface Voxel {
    void at(int h, int w, int d, int c);
  }
}
