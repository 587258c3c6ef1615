package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QdessDataLoaderTest extends DataLoaderContractTest {
  private final ScanData scan = TestScans.normalized(TestScans.random("s1", 9, 12, 7, 3, 5));

  @Override
  protected Experiment experiment() {
    return TestScans.experiment(
        Parity.NONE,
        "TAG",
        "qDESSDataLoader",
        "IMG_SIZE",
        List.of(4, 5, 3, 1),
        "IMG_STRIDE",
        List.of(3, 5, 3));
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  private static DataLoader axial(Parity parity) {
    return DataLoaders.create(
        TestScans.experiment(parity, "TAG", "qDESSDataLoader", "IMG_SIZE", List.of(512, 160, 1)));
  }

  /** A scan of the axial size whose slices, but for the last, share their memory. */
  private static ScanData large() {
    float[][] planes = new float[160][];
    Random random = new Random(4);
    float[] shared = new float[512 * 512];
    float[] last = new float[512 * 512];
    for (int i = 0; i < shared.length; i++) {
      shared[i] = random.nextFloat();
      last[i] = random.nextFloat();
    }
    java.util.Arrays.fill(planes, shared);
    planes[159] = last;
    MaskVolume masks = MaskVolume.empty(512, 512, 160, 3);
    masks.set(300, 17, 159, 2);
    masks.set(300, 511, 0, 0);
    ScanData data = new ScanData(TestScans.scan("large"), new Volume(512, 512, planes), masks);
    return TestScans.normalized(data);
  }

  @Test
  void givesTheBatchesOfPatchDataLoader() {
    for (List<Integer> size : List.of(List.of(9, 12, 1), List.of(4, 4, 2), List.of(4, 4, 2, 1))) {
      DataLoader patches = TestScans.loader("TAG", "PatchDataLoader", "IMG_SIZE", size);
      DataLoader loader = TestScans.loader("TAG", "qDESSDataLoader", "IMG_SIZE", size);
      List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.TRAINING);
      assertThat(elements).isEqualTo(patches.scatter(TestScans.header(scan), Purpose.TRAINING));
      Batch batch = loader.batch(scan, elements, BatchForm.TESTING);
      Batch expected = patches.batch(scan, elements, BatchForm.TESTING);
      assertThat(batch.x().shape()).isEqualTo(expected.x().shape());
      assertThat(batch.x().data()).containsExactly(expected.x().data());
      assertThat(batch.y().shape()).isEqualTo(expected.y().shape());
      assertThat(batch.y().data()).containsExactly(expected.y().data());
      assertThat(batch.xRaw().data()).containsExactly(expected.xRaw().data());
    }
  }

  @Test
  void axialImagesAreRowsOfTheVolume() {
    ScanData large = large();
    for (Parity parity : Parity.values()) {
      DataLoader loader = axial(parity);
      assertThat(loader.inputShape(TestScans.header(large))).isEqualTo(Shape.of(512, 160, 1));
      List<Element> elements = loader.scatter(TestScans.header(large), Purpose.INFERENCE);
      assertThat(elements).hasSize(512);
      Batch batch = loader.batch(large, elements.subList(299, 301), BatchForm.TRAINING);
      assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 512, 160, 1));
      assertThat(batch.y().shape()).isEqualTo(Shape.of(2, 512, 160, 2));
      for (int n = 0; n < 2; n++) {
        for (int w : new int[] {0, 17, 511}) {
          for (int d : new int[] {0, 1, 159}) {
            assertThat(batch.x().data()[(n * 512 + w) * 160 + d])
                .isEqualTo(large.image().get(299 + n, w, d));
          }
        }
      }
      // Classes are channel 0 and channels 1 or 2.
      float[] expected = new float[2 * 512 * 160 * 2];
      expected[((512 + 17) * 160 + 159) * 2 + 1] = 1;
      expected[(512 + 511) * 160 * 2] = 1;
      assertThat(batch.y().data()).isEqualTo(expected);
    }
  }

  @Test
  void axialPredictionsComeBackToTheirRows() {
    ScanData large = large();
    DataLoader loader = axial(Parity.NONE);
    List<Element> elements = loader.scatter(TestScans.header(large), Purpose.INFERENCE);
    MaskVolume seen = MaskVolume.empty(512, 512, 160, 2);
    Gatherer gatherer =
        loader.gatherer(
            TestScans.header(large),
            block -> {
              assertThat(block.region().length(0)).isEqualTo(1);
              for (int w = 0; w < 512; w++) {
                for (int d : new int[] {0, 159}) {
                  for (int c = 0; c < 2; c++) {
                    if (block
                            .values()[
                            block.offset() + w * block.strideW() + d * block.strideD() + c]
                        > 0) {
                      seen.set(block.region().start(0), w, d, c);
                    }
                  }
                }
              }
            });
    for (int from = 0; from < 512; from += 64) {
      List<Element> some = elements.subList(from, from + 64);
      gatherer.add(some, loader.batch(large, some, BatchForm.TRAINING).y());
    }
    assertThat(gatherer.finish()).isNull();
    assertThat(seen).isEqualTo(loader.truth(large));
  }

  @Test
  void axialImagesAreTakenFromOneSizeOfScansOnly() {
    DataLoader loader = axial(Parity.NONE);
    ScanHeader other = new ScanHeader(Shape.of(512, 512, 158), 6);
    assertThat(loader.scatter(other, Purpose.TRAINING)).isEmpty();
    assertThatThrownBy(() -> loader.scatter(other, Purpose.INFERENCE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot scatter a scan of 512x512x158: IMG_SIZE (512, 160, 1) of qDESSDataLoader takes"
                + " axial patches (1, 512, 160) of scans of 512x512x160 only");
  }

  @Test
  void axialStridesAreOfTheAxesOfTheVolume() {
    DataLoader loader =
        TestScans.loader(
            "TAG",
            "qDESSDataLoader",
            "IMG_SIZE",
            List.of(512, 160, 1),
            "IMG_STRIDE",
            List.of(4, 512, 160));
    ScanData large = large();
    List<Element> elements = loader.scatter(TestScans.header(large), Purpose.TRAINING);
    assertThat(elements).hasSize(128);
    Batch third = loader.batch(large, elements.subList(2, 3), BatchForm.TRAINING);
    assertThat(third.x().data()[17 * 160 + 159]).isEqualTo(large.image().get(8, 17, 159));
  }

  @Test
  void slicesAlongHAreTakenFromScansOfAnyHeight() {
    DataLoader loader =
        TestScans.loader(
            "TAG", "qDESSDataLoader", "IMG_SIZE", List.of(512, 160, 1), "SLICE_AXIS", 0);
    ScanHeader low = new ScanHeader(Shape.of(40, 512, 160), 6);
    assertThat(loader.inputShape(low)).isEqualTo(Shape.of(512, 160, 1));
    assertThat(loader.scatter(low, Purpose.INFERENCE)).hasSize(40);
  }

  @Test
  void refusesScansThatNobodyNormalised() {
    DataLoader loader = DataLoaders.create(experiment());
    ScanData plain = TestScans.random("s1", 9, 12, 7, 3, 5);
    List<Element> one = loader.scatter(TestScans.header(plain), Purpose.INFERENCE).subList(0, 1);
    assertThatThrownBy(() -> loader.batch(plain, one, BatchForm.PREDICTION))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot batch scan s1: qDESSDataLoader takes scans of layout skm-tea, which are"
                + " normalised by the statistics in their files, not s1.h5; PatchDataLoader takes"
                + " volumes as they are");
  }
}
