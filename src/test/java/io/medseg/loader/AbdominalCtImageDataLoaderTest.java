package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AbdominalCtImageDataLoaderTest extends ImageLoaderContractTest {
  private static final List<List<Double>> WINDOWS =
      List.of(List.of(0.0, 0.5), List.of(0.5, 1.0), List.of(0.2, 0.8));
  private final ScanData scan = TestScans.random("s1", 6, 5, 4, 3, 9);

  private static Experiment experiment(String tag, Map<String, Object> affine) {
    return TestScans.experiment(
        Parity.NONE,
        "TAG",
        tag,
        "CATEGORIES",
        List.of(0, 1, 2),
        "IMG_SIZE",
        List.of(6, 5, 3),
        "PREPROCESSING",
        List.of("AffineNormalization", "Windowing"),
        "PREPROCESSING_ARGS",
        List.of(affine, Map.of("bounds", WINDOWS)));
  }

  @Override
  protected Experiment experiment() {
    return experiment("Abdominal_CT_ImageDataLoader", Map.of("scale", 2.0, "bias", 0.5));
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  @Override
  String refusal() {
    return "Abdominal_CT_ImageDataLoader (TAG): it loads images without masks, so there is no truth"
        + " to compare with; Abdominal_CT_DataLoader loads both";
  }

  @Test
  void yIsTheImageWindowedAndNormalised() {
    DataLoader images = DataLoaders.create(experiment());
    DataLoader plain = DataLoaders.create(experiment("Abdominal_CT_DataLoader", Map.of()));
    List<Element> elements = images.scatter(TestScans.header(scan), Purpose.TRAINING);
    assertThat(images.batch(scan, elements, BatchForm.TRAINING).y().data())
        .containsExactly(plain.batch(scan, elements, BatchForm.TRAINING).x().data());
  }
}
