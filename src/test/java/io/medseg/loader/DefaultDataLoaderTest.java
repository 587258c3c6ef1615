package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultDataLoaderTest extends DataLoaderContractTest {
  private final ScanData scan = TestScans.random("s1", 5, 70, 4, 3, 1);

  @Override
  protected Experiment experiment() {
    return TestScans.experiment(Parity.NONE, "IMG_SIZE", List.of(5, 70, 1));
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  @Test
  void refusesSlicesOfAnotherSizeAndNamesTheLoaderThatPads() {
    DataLoader loader = TestScans.loader("IMG_SIZE", List.of(64, 64, 1));
    assertThatThrownBy(
            () -> loader.scatter(new ScanHeader(Shape.of(40, 59, 6), 3), Purpose.INFERENCE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot scatter a scan of 40x59x6: its slices are 40x59 but IMG_SIZE says 64x64; "
                + "PatchDataLoader pads and cuts slices to a size");
  }

  @Test
  void takesSlicesOfAnySizeForNone() {
    DataLoader loader = TestScans.loader("IMG_SIZE", Arrays.asList(null, null, 1));
    assertThat(loader.inputShape(TestScans.header(scan))).isEqualTo(Shape.of(5, 70, 1));
  }

  @Test
  void refusesToBatchScansOfDifferentSizesTogether() {
    DataLoader loader = TestScans.loader("IMG_SIZE", Arrays.asList(null, null, 1));
    ScanData other = TestScans.random("s2", 6, 70, 4, 3, 2);
    List<BatchPart> parts =
        List.of(
            new BatchPart(scan, loader.scatter(TestScans.header(scan), Purpose.TRAINING)),
            new BatchPart(other, loader.scatter(TestScans.header(other), Purpose.TRAINING)));
    assertThatThrownBy(() -> loader.batch(parts, BatchForm.TRAINING))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot batch scan s2 with others: its windows are 6x70x1, theirs are 5x70x1");
  }

  @Test
  void refusesAnImageSizeOfPatches() {
    assertThatThrownBy(() -> TestScans.loader("IMG_SIZE", List.of(8, 8, 4, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid IMG_SIZE: (8, 8, 4, 1): DefaultDataLoader takes slices, (H, W, 1)");
  }

  @Test
  void flipsPredictionsBack() {
    DataLoader loader =
        TestScans.loader(
            "IMG_SIZE", List.of(5, 70, 1),
            "PREPROCESSING", List.of("FlipTransform"),
            "PREPROCESSING_ARGS", List.of(Map.of("axis", List.of(1, 2))));
    PredictionVolume volume = new PredictionVolume(scan.image().shape(), 2);
    ScanInference.run(loader, scan, DefaultDataLoaderTest::twice, 3, volume, new PhaseTimes());
    for (int h = 0; h < 5; h++) {
      for (int w = 0; w < 70; w++) {
        assertThat(volume.get(h, w, 2, 1)).isEqualTo(scan.image().get(h, w, 2));
      }
    }
  }

  /** A model that gives the image as the probability of both classes. */
  private static Tensor twice(Tensor x) {
    int count = x.data().length;
    float[] values = new float[2 * count];
    for (int i = 0; i < values.length; i++) {
      values[i] = x.data()[i / 2];
    }
    Shape in = x.shape();
    return new Tensor(Shape.of(in.get(0), in.get(1), in.get(2), 2), values);
  }

  @Test
  void refusesToPredictBehindACrop() {
    DataLoader loader =
        TestScans.loader(
            "IMG_SIZE", List.of(5, 70, 1),
            "PREPROCESSING", List.of("CropTransform"),
            "PREPROCESSING_ARGS",
                List.of(Map.of("coords0", List.of(0, 0), "crop_size", List.of(4, 64))));
    assertThat(loader.inputShape(TestScans.header(scan))).isEqualTo(Shape.of(4, 64, 1));
    assertThatThrownBy(() -> loader.gatherer(TestScans.header(scan), block -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot predict whole scans behind CropTransform: ");
  }

  @Test
  void keepsTheRawImageApartFromThePreprocessedOne() {
    DataLoader loader =
        TestScans.loader(
            "IMG_SIZE", List.of(5, 70, 1),
            "PREPROCESSING", List.of("AffineNormalization"),
            "PREPROCESSING_ARGS", List.of(Map.of("scale", 2.0, "bias", 0.5)));
    List<Element> one = loader.scatter(TestScans.header(scan), Purpose.TRAINING).subList(1, 2);
    Batch batch = loader.batch(scan, one, BatchForm.TESTING);
    assertThat(batch.xRaw().data()).containsExactly(scan.image().plane(1));
    assertThat(batch.x().data()[7]).isEqualTo((scan.image().plane(1)[7] - 0.5f) / 2);
  }
}
