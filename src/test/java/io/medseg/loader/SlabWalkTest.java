package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.volume.Shape;
import io.medseg.volume.SlabSource;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Proves that an inference over an image that is read by slabs reads every plane once, however deep
 * its windows are and however little memory is given: a pass over a large file takes seconds.
 */
class SlabWalkTest {
  private static final int SIZE = 8;
  private static final int DEPTH = 30;

  private final int[] reads = new int[DEPTH];

  private final SlabSource source =
      new SlabSource() {
        @Override
        public int slabDepth(int most) {
          return most;
        }

        @Override
        public float[][] read(int firstPlane, int count) {
          for (int d = firstPlane; d < firstPlane + count; d++) {
            reads[d]++;
          }
          return new float[count][SIZE * SIZE];
        }
      };

  private void infer(Object... settings) {
    int bytes = 2 * SIZE * SIZE * Float.BYTES;
    Volume image = Volume.of(Shape.of(SIZE, SIZE, DEPTH), source, bytes);
    DataLoader loader = TestScans.loader(settings);
    ScanInference.run(
        loader,
        new ScanData(TestScans.scan("s1"), image, null),
        x -> predictions(loader, x),
        3,
        block -> {},
        new PhaseTimes());
  }

  private static Tensor predictions(DataLoader loader, Tensor x) {
    int[] lengths = x.shape().toArray();
    lengths[lengths.length - 1] = loader.outputClasses();
    return Tensor.zeros(Shape.of(lengths));
  }

  @Test
  void deepWindowsThatOverlap() {
    infer(
        "TAG", "PatchDataLoader",
        "IMG_SIZE", List.of(4, 4, 10, 1),
        "IMG_STRIDE", List.of(3, 3, 5));

    assertThat(Arrays.stream(reads).boxed()).containsOnly(1);
  }

  @Test
  void slicesWithTheirNeighbours() {
    infer("TAG", "S25dDataLoader", "IMG_SIZE", List.of(SIZE, SIZE, 7));

    assertThat(Arrays.stream(reads).boxed()).containsOnly(1);
  }

  @Test
  void windowsOfAllSlices() {
    infer("TAG", "PatchDataLoader", "IMG_SIZE", List.of(4, 4, -1, 1), "SLICE_AXIS", 0);

    assertThat(Arrays.stream(reads).boxed()).containsOnly(1);
  }
}
