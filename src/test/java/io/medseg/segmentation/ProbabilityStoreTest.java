package io.medseg.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityStoreTest {
  @TempDir private Path folder;

  /** Boxes of any size, in any order, whose strides are of any order of axes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesBackEveryPlane(int seed) throws IOException {
    Random random = new Random(seed);
    Shape shape = Shape.of(1 + random.nextInt(40), 1 + random.nextInt(40), 1 + random.nextInt(9));
    int classes = 1 + random.nextInt(5);
    int[] step = {1 + random.nextInt(40), 1 + random.nextInt(40), 1 + random.nextInt(9)};
    List<Region> boxes = boxes(shape, step);
    Collections.shuffle(boxes, random);
    try (ProbabilityStore store = ProbabilityStore.create(folder, "1", shape, classes)) {
      for (Region box : boxes) {
        store.accept(block(box, classes, random));
      }
      checkPlanes(store);
      checkPlanes(store);
    }
  }

  @Test
  void planesThatAreLargerThanItsMemory() throws IOException {
    Shape shape = Shape.of(300, 301, 2);
    for (int[] step : new int[][] {{300, 301, 1}, {300, 1, 2}, {7, 301, 1}}) {
      try (ProbabilityStore store = ProbabilityStore.create(folder, "1", shape, 5)) {
        boxes(shape, step).forEach(box -> store.accept(block(box, 5, new Random(1))));
        checkPlanes(store);
      }
    }
  }

  @Test
  void voxelsThatNeverCameAreZero() throws IOException {
    try (ProbabilityStore store = ProbabilityStore.create(folder, "1", Shape.of(2, 2, 3), 1)) {
      store.accept(
          new PredictionBlock(
              Region.of(new int[] {0, 1, 1}, new int[] {1, 2, 2}),
              new float[] {0.5f},
              0,
              1,
              1,
              1,
              1));
      float[] plane = {9, 9, 9, 9};
      store.plane(2, plane);
      assertThat(plane).containsOnly(0);
      store.plane(1, plane);
      assertThat(plane).containsExactly(0, 0.5f, 0, 0);
    }
  }

  @Test
  void itsFileIsGone() throws IOException {
    try (ProbabilityStore store = ProbabilityStore.create(folder, "1", Shape.of(2, 2, 3), 1)) {
      assertThat(store.shape()).isEqualTo(Shape.of(2, 2, 3));
      if (System.getProperty("os.name").equals("Linux")) {
        assertThat(folder).isEmptyDirectory();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusals() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ProbabilityStore.create(missing, "1_V00", Shape.of(1, 1, 1), 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot keep probabilities of scan 1_V00 in " + missing + ": ");
    try (ProbabilityStore store = ProbabilityStore.create(folder, "1_V00", Shape.of(1, 1, 1), 2)) {
      assertThatThrownBy(
              () -> store.accept(block(Region.whole(Shape.of(1, 1, 1)), 3, new Random(1))))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot keep probabilities of scan 1_V00: the model gave 3 classes where 2 were"
                  + " expected");
    }
  }

  private static List<Region> boxes(Shape shape, int[] step) {
    List<Region> boxes = new ArrayList<>();
    for (int h = 0; h < shape.get(0); h += step[0]) {
      for (int w = 0; w < shape.get(1); w += step[1]) {
        for (int d = 0; d < shape.get(2); d += step[2]) {
          boxes.add(
              Region.of(
                  new int[] {h, w, d},
                  new int[] {
                    Math.min(h + step[0], shape.get(0)),
                    Math.min(w + step[1], shape.get(1)),
                    Math.min(d + step[2], shape.get(2))
                  }));
        }
      }
    }
    return boxes;
  }

  private static PredictionBlock block(Region box, int classes, Random random) {
    List<Integer> axes = new ArrayList<>(List.of(0, 1, 2));
    Collections.shuffle(axes, random);
    int[] strides = new int[3];
    int length = classes;
    for (int axis : axes) {
      strides[axis] = length;
      length *= box.length(axis);
    }
    int offset = random.nextInt(3);
    float[] values = new float[offset + length];
    for (int h = 0; h < box.length(0); h++) {
      for (int w = 0; w < box.length(1); w++) {
        for (int d = 0; d < box.length(2); d++) {
          for (int c = 0; c < classes; c++) {
            values[offset + h * strides[0] + w * strides[1] + d * strides[2] + c] =
                value(box.start(0) + h, box.start(1) + w, box.start(2) + d, c);
          }
        }
      }
    }
    return new PredictionBlock(box, values, offset, strides[0], strides[1], strides[2], classes);
  }

  private static float value(int h, int w, int d, int c) {
    return ((h * 1000 + w) * 10 + d) * 8 + c;
  }

  private static void checkPlanes(ProbabilityStore store) {
    int height = store.shape().get(0);
    int width = store.shape().get(1);
    for (int d = 0; d < store.shape().get(2); d++) {
      float[] plane = new float[height * width * store.classes()];
      float[] expected = new float[plane.length];
      for (int i = 0; i < plane.length; i++) {
        int voxel = i / store.classes();
        expected[i] = value(voxel / width, voxel % width, d, i % store.classes());
      }
      store.plane(d, plane);
      assertThat(plane).isEqualTo(expected);
    }
  }
}
