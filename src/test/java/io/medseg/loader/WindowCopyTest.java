package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.volume.PadMode;
import io.medseg.volume.Padding;
import io.medseg.volume.Region;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Copies of random windows against indices that are taken one by one. */
class WindowCopyTest {
  private static final List<int[]> GROUPS = List.of(new int[] {1, 2}, new int[] {0});

  private final ScanData scan = TestScans.random("s1", 6, 150, 5, 3, 8);

  private Element element(Random random) {
    int[] start = new int[3];
    int[] stop = new int[3];
    int[] low = new int[3];
    int[] high = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      int length = scan.image().shape().get(axis);
      start[axis] = random.nextInt(length);
      stop[axis] = start[axis] + 1 + random.nextInt(length - start[axis]);
      low[axis] = random.nextInt(3) * random.nextInt(6);
      high[axis] = random.nextInt(3) * random.nextInt(6);
    }
    return new Element(0, Region.of(start, stop), Padding.of(low, high));
  }

  private static int source(Element element, int axis, PadMode mode, int i) {
    int length = element.region().length(axis);
    int source = mode.source(i - element.padding().low(axis), length);
    return source < 0 ? -1 : element.region().start(axis) + source;
  }

  @Test
  void copiesImagesAndMasks() {
    Random random = new Random(17);
    for (int trial = 0; trial < 60; trial++) {
      PadMode mode = PadMode.values()[trial % PadMode.values().length];
      Element element = element(random);
      check(element, mode, new ClassChannels(GROUPS, trial % 2 == 0));
    }
  }

  private void check(Element element, PadMode mode, ClassChannels classes) {
    int[] window = WindowLoader.window(element).toArray();
    int voxels = window[0] * window[1] * window[2];
    float[] x = new float[voxels + 3];
    new WindowImages(SliceAxis.D, mode).copy(scan.image(), element, x, 3);
    float[] y = new float[voxels * classes.count()];
    new WindowMasks(classes, SliceAxis.D, mode, WindowForm.VOLUME)
        .expand(scan.masks(), element, y, 0);
    int first = classes.background() ? 1 : 0;
    for (int v = 0; v < voxels; v++) {
      int h = source(element, 0, mode, v / window[2] / window[1]);
      int w = source(element, 1, mode, v / window[2] % window[1]);
      int d = source(element, 2, mode, v % window[2]);
      boolean isZero = h < 0 || w < 0 || d < 0;
      boolean inFirst = !isZero && (scan.masks().get(h, w, d, 1) || scan.masks().get(h, w, d, 2));
      boolean inSecond = !isZero && scan.masks().get(h, w, d, 0);
      float[] expected = new float[classes.count()];
      expected[0] = isZero || inFirst || inSecond ? 0 : 1;
      expected[first] = inFirst ? 1 : 0;
      expected[first + 1] = inSecond ? 1 : 0;
      for (int c = 0; c < expected.length; c++) {
        if (y[v * expected.length + c] != expected[c]) {
          assertThat(y[v * expected.length + c]).as("%s %s", element, mode).isEqualTo(expected[c]);
        }
      }
      if (x[3 + v] != (isZero ? 0 : scan.image().get(h, w, d))) {
        assertThat(x[3 + v]).as("%s %s", element, mode).isEqualTo(scan.image().get(h, w, d));
      }
    }
  }
}
