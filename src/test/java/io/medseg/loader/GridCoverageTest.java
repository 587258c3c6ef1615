package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random images of one to four axes: every grid but MedSegPy's reaches every voxel. */
class GridCoverageTest {
  private static final int TRIALS = 4000;

  @Test
  void everyVoxelIsInAWindow() {
    Random random = new Random(31);
    for (int trial = 0; trial < TRIALS; trial++) {
      int rank = 1 + random.nextInt(4);
      int longest = new int[] {60, 20, 9, 6}[rank - 1];
      int[] lengths = new int[rank];
      List<AxisSettings> axes = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        lengths[axis] = 1 + random.nextInt(longest);
        axes.add(settings(random, longest));
      }
      Shape image = Shape.of(lengths);
      PatchGrid grid = grid(image, new WindowSettings(axes, false), random);
      check(grid, image, "%s %s".formatted(image, axes));
    }
  }

  private static AxisSettings settings(Random random, int longest) {
    if (random.nextInt(8) == 0) {
      return new AxisSettings(AxisSettings.WHOLE, AxisSettings.UNSET, 1);
    }
    int window = 1 + random.nextInt(longest);
    int pad = random.nextInt(3) == 0 ? AxisSettings.UNSET : random.nextInt(window);
    return new AxisSettings(window, pad, 1 + random.nextInt(longest + 5));
  }

  private static PatchGrid grid(Shape image, WindowSettings settings, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> PatchGrid.covering(image, settings);
      case 1 -> PatchGrid.spread(image, settings, 1 - random.nextDouble());
      default -> PatchGrid.overlapping(image, settings, random.nextDouble());
    };
  }

  private static void check(PatchGrid grid, Shape image, String name) {
    boolean[] reached = new boolean[Math.toIntExact(image.elements())];
    List<Element> elements = grid.elements();
    assertThat(elements).as(name).hasSize(grid.count());
    for (Element element : elements) {
      if (!WindowLoader.window(element).equals(grid.window())) {
        assertThat(WindowLoader.window(element)).as(name).isEqualTo(grid.window());
      }
      mark(element, image, 0, 0, reached);
    }
    for (boolean voxel : reached) {
      if (!voxel) {
        assertThat(reached).as(name).doesNotContain(false);
      }
    }
  }

  private static void mark(Element element, Shape image, int axis, int index, boolean[] reached) {
    if (axis == image.rank()) {
      reached[index] = true;
      return;
    }
    for (int i = element.region().start(axis); i < element.region().stop(axis); i++) {
      mark(element, image, axis + 1, index * image.get(axis) + i, reached);
    }
  }
}
