package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class N5dDataLoaderTest extends DataLoaderContractTest {
  private final ScanData scan = TestScans.random("s1", 8, 7, 5, 3, 4);

  @Override
  protected Experiment experiment() {
    return TestScans.experiment(
        Parity.NONE,
        "TAG",
        "N5dDataLoader",
        "IMG_SIZE",
        List.of(5, 4, 3),
        "IMG_STRIDE",
        List.of(2, 4, 2),
        "BLENDING",
        "hann");
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  @Test
  void keepsTheMasksOfSingleSlicesTwoDimensional() {
    DataLoader loader = TestScans.loader("TAG", "N5dDataLoader", "IMG_SIZE", List.of(8, 7, 1));
    List<Element> all = loader.scatter(TestScans.header(scan), Purpose.TRAINING);
    assertThat(loader.batch(scan, all, BatchForm.TRAINING).y().shape())
        .isEqualTo(Shape.of(5, 8, 7, 2));
  }

  /** In the reference it raises. */
  @Test
  void takesMorePaddingThanTheHalfWindow() {
    DataLoader loader =
        TestScans.loader(
            "TAG",
            "N5dDataLoader",
            "IMG_SIZE",
            List.of(8, 7, 3),
            "IMG_PAD_SIZE",
            List.of(0, 0, 2),
            "GRID",
            "medsegpy");
    assertThat(loader.scatter(TestScans.header(scan), Purpose.TRAINING)).hasSize(7);
    assertThat(loader.scatter(TestScans.header(scan), Purpose.INFERENCE)).hasSize(5);
  }

  @Test
  void refusesAnEvenNumberOfSlicesAndPatches() {
    assertThatThrownBy(() -> TestScans.loader("TAG", "N5dDataLoader", "IMG_SIZE", List.of(8, 7, 2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must be odd");
    assertThatThrownBy(
            () -> TestScans.loader("TAG", "N5dDataLoader", "IMG_SIZE", List.of(8, 7, 3, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid IMG_SIZE: (8, 7, 3, 1): N5dDataLoader takes three sizes, (H, W, n)");
  }
}
