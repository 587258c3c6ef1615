package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.experiment.Parity;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * MedSegPy's windows over images that are smaller than the window: all but one of them differ in
 * padding alone and are overwritten. They are left out, and no prediction changes by it.
 */
class OverwrittenWindowsTest {
  private static final int CLASSES = 2;

  /** Depends on the place in the window and on every voxel of it. */
  private static Tensor predict(Tensor batch, int[] y) {
    int count = batch.shape().get(0);
    int size = batch.data().length / count;
    int outputs = y[1] * y[2] * y[3];
    Tensor predictions = Tensor.zeros(Shape.of(y));
    for (int n = 0; n < count; n++) {
      float[] window = Arrays.copyOfRange(batch.data(), n * size, (n + 1) * size);
      int hash = Arrays.hashCode(window);
      for (int i = 0; i < outputs; i++) {
        predictions.data()[n * outputs + i] = (hash * 31 + i) * 1e-6f;
      }
    }
    return predictions;
  }

  private static Tensor predict(Tensor batch) {
    return predict(
        batch,
        new int[] {batch.shape().get(0), batch.shape().get(1), batch.shape().get(2), CLASSES});
  }

  private static Tensor lastWins(DataLoader loader, ScanData scan) {
    PredictionTensor volume = new PredictionTensor(scan.image().shape(), CLASSES);
    for (Element element : loader.scatter(TestScans.header(scan), Purpose.TRAINING)) {
      Tensor x = loader.batch(scan, List.of(element), BatchForm.PREDICTION).x();
      Tensor one = predict(x);
      int width = x.shape().get(2) * CLASSES;
      int from = element.padding().low(0) * width + element.padding().low(1) * CLASSES;
      volume.accept(
          new PredictionBlock(element.region(), one.data(), from, width, CLASSES, 0, CLASSES));
    }
    return volume.tensor();
  }

  private static DataLoader loader(Object... more) {
    Object[] settings =
        Arrays.copyOf(
            new Object[] {"TAG", "PatchDataLoader", "CATEGORIES", List.of(0, 1)}, 4 + more.length);
    System.arraycopy(more, 0, settings, 4, more.length);
    return DataLoaders.create(TestScans.experiment(Parity.MEDSEGPY, settings));
  }

  private static int windows(DataLoader loader, ScanData scan, Purpose purpose) {
    return loader.scatter(TestScans.header(scan), purpose).size();
  }

  /** Both axes smaller, one of them, none; the mode of padding changes what a window holds. */
  @Test
  void predictionsAreThoseOfAllWindows() {
    int[][] images = {{5, 7, 4}, {5, 12, 3}, {13, 4, 2}, {11, 12, 2}, {10, 10, 1}, {1, 1, 2}};
    int[] predicted = {4, 3 * 3, 4 * 2, 2 * 3 * 2, 1, 2};
    for (int i = 0; i < images.length; i++) {
      ScanData scan = TestScans.random("s", images[i][0], images[i][1], images[i][2], CLASSES, i);
      for (String mode : List.of("constant", "edge")) {
        DataLoader loader = loader("IMG_SIZE", List.of(10, 10, 1), "IMG_PAD_MODE", mode);
        PredictionTensor volume = new PredictionTensor(scan.image().shape(), CLASSES);

        ScanInference.run(
            loader, scan, OverwrittenWindowsTest::predict, 3, volume, new PhaseTimes());

        assertThat(volume.tensor().data()).containsExactly(lastWins(loader, scan).data());
        assertThat(windows(loader, scan, Purpose.INFERENCE)).isEqualTo(predicted[i]);
      }
    }
  }

  /** The hippocampus: 432 times as many windows as are left. */
  @Test
  void aSmallImageHasOneWindowForEachSlice() {
    ScanData scan = TestScans.random("s", 35, 50, 2, CLASSES, 1);
    DataLoader loader = loader("IMG_SIZE", List.of(64, 64, 1));

    assertThat(windows(loader, scan, Purpose.INFERENCE)).isEqualTo(2);
    assertThat(windows(loader, scan, Purpose.TRAINING)).isEqualTo(30 * 15 * 2);
  }

  /** What is batched together is part of what a transform along the batch gives. */
  @Test
  void allWindowsAreThereForTransformsThatLookAcrossABatch() {
    ScanData scan = TestScans.random("s", 5, 7, 2, CLASSES, 1);
    DataLoader loader =
        loader(
            "IMG_SIZE",
            List.of(10, 10, 1),
            "PREPROCESSING",
            List.of("ZeroMeanNormalization"),
            "PREPROCESSING_ARGS",
            List.of(Map.of("axis", List.of(0, 1, 2, 3))));

    assertThat(windows(loader, scan, Purpose.INFERENCE)).isEqualTo(6 * 4 * 2);
  }
}
