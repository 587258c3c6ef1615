package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** BLENDING crop: which window a voxel is taken from. */
class CentreCropTest {

  /** What TorchIO paints, window after window, where all neighbours share the same. */
  @Test
  void takesTorchIosVoxelsOfRegularGrids() {
    for (int window = 2; window < 12; window++) {
      for (int overlap = 1; overlap < window; overlap++) {
        int stride = window - overlap;
        int length = window + 4 * stride;
        AxisGrid grid = AxisGrid.covering(length, new AxisSettings(window, 0, stride));
        int[] painted = new int[length];
        for (int i = 0; i < grid.count(); i++) {
          int start = grid.starts()[i];
          int stop = start + window;
          int half = overlap / 2;
          // Where windows share more than half, neighbours' neighbours paint over, as TorchIO does.
          Arrays.fill(
              painted,
              start > 0 ? start + half : 0,
              stop < length ? Math.max(start + half, stop - half) : length,
              i);
        }
        assertThat(owners(grid)).as("%d shared of %d", overlap, window).containsExactly(painted);
      }
    }
  }

  private static int[] owners(AxisGrid grid) {
    int[] owners = new int[grid.length()];
    Arrays.fill(owners, -1);
    for (int i = 0; i < grid.count(); i++) {
      for (int v = grid.centreStart(i); v < grid.centreStop(i); v++) {
        assertThat(owners[v]).isEqualTo(-1);
        owners[v] = i;
      }
    }
    return owners;
  }

  @Test
  void splitsTheRegionsThatAreShared() {
    // Four shared, two each; three shared, the middle one to the later window.
    assertThat(owners(AxisGrid.covering(12, new AxisSettings(8, 0, 4))))
        .containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
    assertThat(owners(AxisGrid.covering(9, new AxisSettings(6, 0, 3))))
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1);
    // The last window is shifted back and shares more.
    assertThat(owners(AxisGrid.covering(10, new AxisSettings(6, 0, 6))))
        .containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
  }

  /** The window of the farthest border, axis by axis, the later of two, found one by one. */
  @Test
  void takesEveryVoxelFromTheWindowWhoseBorderIsFarthest() {
    Random random = new Random(3);
    for (int trial = 0; trial < 100; trial++) {
      int[] window = {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(5)};
      DataLoader loader =
          TestScans.loader(
              "CATEGORIES",
              List.of(0),
              "TAG",
              "PatchDataLoader",
              "BLENDING",
              "crop",
              "IMG_SIZE",
              List.of(window[0], window[1], window[2], 1),
              "IMG_STRIDE",
              List.of(1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4)),
              "IMG_PAD_SIZE",
              List.of(random.nextInt(window[0]), 0, random.nextInt(window[2])));
      ScanData scan = TestScans.random("s", 7, 6, 8, 1, trial);
      List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
      check(loader, scan, elements, window, random);
    }
  }

  private static void check(
      DataLoader loader, ScanData scan, List<Element> elements, int[] window, Random random) {
    Shape one = Shape.of(1, window[0], window[1], window[2], 1);
    List<Tensor> predictions = new ArrayList<>();
    PredictionVolume volume = new PredictionVolume(scan.image().shape(), 1);
    Gatherer gatherer = loader.gatherer(TestScans.header(scan), volume);
    for (Element element : elements) {
      Tensor prediction = Tensor.zeros(one);
      for (int i = 0; i < prediction.data().length; i++) {
        prediction.data()[i] = random.nextFloat();
      }
      predictions.add(prediction);
      gatherer.add(List.of(element), prediction);
    }
    gatherer.finish();
    volume.assertEachVoxelOnce();
    int[] at = new int[3];
    for (at[0] = 0; at[0] < 7; at[0]++) {
      for (at[1] = 0; at[1] < 6; at[1]++) {
        for (at[2] = 0; at[2] < 8; at[2]++) {
          float expected = expected(elements, predictions, window, at);
          if (volume.get(at[0], at[1], at[2], 0) != expected) {
            assertThat(volume.get(at[0], at[1], at[2], 0)).isEqualTo(expected);
          }
        }
      }
    }
  }

  private static float expected(
      List<Element> elements, List<Tensor> predictions, int[] window, int[] at) {
    int[] farthest = {-1, -1, -1};
    float value = Float.NaN;
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      int[] inside = new int[3];
      boolean isAsFar = true;
      int[] border = new int[3];
      for (int axis = 0; axis < 3; axis++) {
        inside[axis] = at[axis] - element.region().start(axis) + element.padding().low(axis);
        border[axis] = Math.min(inside[axis], window[axis] - 1 - inside[axis]);
        isAsFar &= border[axis] >= farthest[axis];
      }
      if (isAsFar && Math.min(border[0], Math.min(border[1], border[2])) >= 0) {
        farthest = border;
        value =
            predictions.get(i).data()[(inside[0] * window[1] + inside[1]) * window[2] + inside[2]];
      }
    }
    return value;
  }
}
