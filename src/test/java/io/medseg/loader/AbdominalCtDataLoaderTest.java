package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AbdominalCtDataLoaderTest extends DataLoaderContractTest {
  private static final double LOW = 0.25;
  private static final double HIGH = 0.75;
  private final ScanData scan = TestScans.random("s1", 5, 70, 4, 3, 1);

  @Override
  protected Experiment experiment() {
    return experiment(Parity.NONE, 0.0);
  }

  /** Two windows, named behind a transform that must all the same come after them. */
  private static Experiment experiment(Parity parity, double bias) {
    return TestScans.experiment(
        parity,
        "TAG",
        "Abdominal_CT_DataLoader",
        "IMG_SIZE",
        List.of(5, 70, 2),
        "PREPROCESSING",
        List.of("AffineNormalization", "Windowing"),
        "PREPROCESSING_ARGS",
        List.of(
            Map.of("scale", 2.0, "bias", bias),
            Map.of("bounds", List.of(List.of(LOW, HIGH), List.of(5.0, 6.0)))));
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  @Test
  void windowsThenNormalisesEachChannelThenTransforms() {
    DataLoader loader = DataLoaders.create(experiment(Parity.NONE, 0.5));
    assertThat(loader.inputShape(TestScans.header(scan))).isEqualTo(Shape.of(5, 70, 2));
    List<Element> two = loader.scatter(TestScans.header(scan), Purpose.TRAINING).subList(1, 3);
    Batch batch = loader.batch(scan, two, BatchForm.TESTING);
    assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 5, 70, 2));
    assertThat(batch.xRaw().shape()).isEqualTo(Shape.of(2, 5, 70, 1));
    for (int n = 0; n < 2; n++) {
      float[] plane = scan.image().plane(1 + n);
      double mean = 0;
      double square = 0;
      for (float value : plane) {
        double clipped = Math.min(Math.max(value, LOW), HIGH);
        mean += clipped / plane.length;
        square += clipped * clipped / plane.length;
      }
      double deviation = Math.sqrt(square - mean * mean);
      for (int i = 0; i < plane.length; i++) {
        double expected = (Math.min(Math.max(plane[i], LOW), HIGH) - mean) / deviation;
        int at = n * plane.length + i;
        assertThat(batch.x().data()[2 * at])
            .isCloseTo((float) ((expected - 0.5) / 2), within(1e-5f));
        // Nothing of the image lies in the other window: its channel is one value.
        assertThat(batch.x().data()[2 * at + 1]).isEqualTo(-0.25f);
        assertThat(batch.xRaw().data()[at]).isEqualTo(plane[i]);
      }
    }
  }

  @Test
  void aChannelOfOneValueIsNotANumberWithParity() {
    DataLoader loader = DataLoaders.create(experiment(Parity.MEDSEGPY, 0.5));
    List<Element> one = loader.scatter(TestScans.header(scan), Purpose.TRAINING).subList(0, 1);
    float[] x = loader.batch(scan, one, BatchForm.PREDICTION).x().data();
    assertThat(x[0]).isNotNaN();
    assertThat(x[1]).isNaN();
  }

  @Test
  void needsWindowing() {
    assertThatThrownBy(
            () ->
                TestScans.loader(
                    "TAG", "Abdominal_CT_DataLoader",
                    "IMG_SIZE", List.of(5, 70, 1),
                    "PREPROCESSING", List.of("ZeroMeanNormalization")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid PREPROCESSING: (ZeroMeanNormalization): Abdominal_CT_DataLoader needs Windowing");
  }

  @Test
  void takesSlices() {
    assertThatThrownBy(
            () ->
                TestScans.loader(
                    "TAG", "Abdominal_CT_ImageDataLoader",
                    "IMG_SIZE", List.of(5, 70, 1, 1),
                    "PREPROCESSING", List.of("Windowing"),
                    "PREPROCESSING_ARGS", List.of(List.of("soft"))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid IMG_SIZE: (5, 70, 1, 1): Abdominal_CT_ImageDataLoader takes slices, (H, W, 1)");
  }
}
