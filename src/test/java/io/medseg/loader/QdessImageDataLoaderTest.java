package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QdessImageDataLoaderTest extends ImageLoaderContractTest {
  private final ScanData scan = TestScans.normalized(TestScans.random("s1", 6, 5, 4, 3, 8));

  @Override
  protected Experiment experiment() {
    return TestScans.experiment(
        Parity.NONE,
        "TAG",
        "qDESSImageDataLoader",
        "CATEGORIES",
        List.of(0),
        "IMG_SIZE",
        List.of(6, 5, 1),
        "PREPROCESSING",
        List.of("AffineNormalization"),
        "PREPROCESSING_ARGS",
        List.of(Map.of("scale", 2.0, "bias", 0.5)));
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  @Override
  String refusal() {
    return "qDESSImageDataLoader (TAG): it loads images without masks, so there is no truth to"
        + " compare with; qDESSDataLoader loads both";
  }

  @Test
  void yIsTheImageOfTheScan() {
    DataLoader loader = DataLoaders.create(experiment());
    List<Element> third = loader.scatter(TestScans.header(scan), Purpose.TRAINING).subList(2, 3);
    assertThat(loader.batch(scan, third, BatchForm.TRAINING).y().data())
        .containsExactly(scan.image().plane(2));
  }
}
