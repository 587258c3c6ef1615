package io.medseg.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Volumes in memory, and volumes that are read by slabs. */
class VolumeTest {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 5;
  private static final int PLANE_BYTES = HEIGHT * WIDTH * Float.BYTES;

  private final Random random = new Random(17);

  @Test
  void holdsThePlanesItIsGiven() {
    float[][] planes = {{1, 2}, {3, 4}, {5, 6}};
    Volume volume = new Volume(1, 2, planes);

    volume.keep(3);
    volume.drop();

    assertThat(volume.shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(volume.plane(1)).isSameAs(planes[1]);
    assertThat(volume.get(0, 1, 2)).isEqualTo(6);
    assertThat(volume.held()).isEqualTo(3);
    assertThatThrownBy(() -> new Volume(2, 2, planes))
        .hasMessage("Invalid plane of 2 voxels in a volume of 2x2x3");
  }

  @Test
  void asksForNothingBeforeAPlaneIsWanted() {
    CountingSlabs source = slabs(4);
    Volume volume = volume(20, source, 8);

    assertThat(volume.shape()).isEqualTo(Shape.of(HEIGHT, WIDTH, 20));
    assertThat(source.slabs).isEmpty();
    assertThatThrownBy(() -> Volume.of(Shape.of(3, 5), source, 100))
        .hasMessage("Invalid shape of a volume: 3x5");
  }

  @Test
  void readsEveryPlaneOnceOnAWalkWhoseWindowsFit() {
    for (int round = 0; round < 300; round++) {
      int depth = 1 + random.nextInt(90);
      int budget = 1 + random.nextInt(depth);
      int layer = 1 + random.nextInt(12);
      CountingSlabs source = slabs(layer);
      Volume volume = volume(depth, source, budget);
      int window = 1 + budget / 4;

      walk(volume, window, 1 + random.nextInt(window));

      assertThat(source.planesRead)
          .as("depth %d, budget %d, layer %d", depth, budget, layer)
          .isEqualTo(IntStream.range(0, depth).boxed().toList());
      assertThat(volume.held()).isLessThanOrEqualTo(budget);
    }
  }

  @Test
  void keepsTheWindowsThatItIsToldOf() {
    for (int round = 0; round < 300; round++) {
      int depth = 2 + random.nextInt(90);
      int budget = 1 + random.nextInt(depth);
      int window = 1 + random.nextInt(depth);
      CountingSlabs source = slabs(1 + random.nextInt(12));
      Volume volume = volume(depth, source, budget);

      volume.keep(window);
      walk(volume, window, 1 + random.nextInt(window));

      assertThat(source.planesRead).isEqualTo(IntStream.range(0, depth).boxed().toList());
      assertThat(volume.held()).isLessThanOrEqualTo(Math.max(budget, window + budget));
    }
  }

  @Test
  void keepsLessWhereAWindowIsShallow() {
    CountingSlabs source = slabs(1);
    Volume volume = volume(100, source, 40);

    volume.keep(2);
    walk(volume, 1, 1);
    assertThat(source.slabs).containsExactly(0, 30, 60, 90);

    volume.keep(31);
    source.slabs.clear();
    walk(volume, 31, 5);
    assertThat(source.slabs).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
  }

  @Test
  void givesTheSamePlanesInAnyOrderAndHoldsFewOfThem() {
    for (int round = 0; round < 200; round++) {
      int depth = 1 + random.nextInt(40);
      int budget = 1 + random.nextInt(20);
      CountingSlabs source = slabs(1 + random.nextInt(9));
      Volume volume = volume(depth, source, budget);
      int most = budget;
      for (int access = 0; access < 100; access++) {
        if (random.nextInt(60) == 0) {
          int window = 1 + random.nextInt(10);
          volume.keep(window);
          most = Math.max(most, window + budget);
        }
        if (random.nextInt(60) == 0) {
          volume.drop();
          assertThat(volume.held()).isZero();
        }
        int d = random.nextInt(depth);
        assertPlane(volume, d);
        assertThat(volume.held()).isLessThanOrEqualTo(most);
      }
    }
  }

  @Test
  void readsAgainWhatItDropped() {
    CountingSlabs source = slabs(1);
    Volume volume = volume(30, source, 10);

    walk(volume, 1, 1);
    walk(volume, 1, 1);

    assertThat(source.slabs).containsExactly(0, 8, 16, 24, 0, 8, 16, 24);
  }

  @Test
  void planesThatWereHandedOutStayAsTheyAre() {
    Volume volume = volume(30, slabs(1), 4);
    float[] first = volume.plane(0);

    walk(volume, 1, 1);

    assertThat(first[7]).isEqualTo(CountingSlabs.value(0, 7));
  }

  @Test
  void holdsOnePlaneAtLeast() {
    CountingSlabs source = slabs(4);
    Volume volume = Volume.of(Shape.of(HEIGHT, WIDTH, 6), source, 1);

    walk(volume, 1, 1);

    assertThat(source.planesRead).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(volume.held()).isOne();
  }

  @Test
  void survivesAFailureOfItsSource() {
    CountingSlabs source = slabs(2);
    Volume volume = volume(12, source, 6);
    assertPlane(volume, 1);

    source.failure = new IllegalStateException("closed");
    assertThatThrownBy(() -> volume.plane(9)).isSameAs(source.failure);
    // Memory was made before the slab was read; what is left is still there.
    assertPlane(volume, 3);

    source.failure = null;
    assertPlane(volume, 9);
  }

  @Test
  void refusesASourceWhoseSlabsDoNotFit() {
    SlabSource deep =
        new SlabSource() {
          @Override
          public int slabDepth(int most) {
            return most + 1;
          }

          @Override
          public float[][] read(int firstPlane, int count) {
            throw new AssertionError("never asked");
          }
        };

    assertThatThrownBy(() -> volume(20, deep, 8))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A source wants slabs of 7 planes; expected 1 to 6");
  }

  /** Windows along D as the loader cuts them: row by row, each row through all slices. */
  private static void walk(Volume volume, int window, int stride) {
    int depth = volume.shape().get(2);
    for (int first = 0; first < depth; first += stride) {
      for (int h = 0; h < HEIGHT; h++) {
        for (int d = first; d < Math.min(first + window, depth); d++) {
          assertThat(volume.get(h, 2, d)).isEqualTo(CountingSlabs.value(d, h * WIDTH + 2));
        }
      }
    }
  }

  private static void assertPlane(Volume volume, int d) {
    float[] plane = volume.plane(d);
    assertThat(plane).hasSize(HEIGHT * WIDTH);
    assertThat(plane[0]).isEqualTo(CountingSlabs.value(d, 0));
    assertThat(plane[14]).isEqualTo(CountingSlabs.value(d, 14));
  }

  private static CountingSlabs slabs(int layer) {
    return new CountingSlabs(HEIGHT * WIDTH, layer);
  }

  private static Volume volume(int depth, SlabSource source, int planes) {
    return Volume.of(Shape.of(HEIGHT, WIDTH, depth), source, (long) planes * PLANE_BYTES);
  }
}
