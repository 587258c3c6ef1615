package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class S25dDataLoaderTest extends DataLoaderContractTest {
  private final ScanData scan = TestScans.random("s1", 4, 6, 3, 3, 2);

  @Override
  protected Experiment experiment() {
    return TestScans.experiment(
        Parity.NONE,
        "TAG",
        "S25dDataLoader",
        "IMG_SIZE",
        List.of(4, 6, 5),
        "INCLUDE_BACKGROUND",
        true);
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  @Test
  void wrapsAroundTheLoadedWindow() {
    DataLoader loader =
        TestScans.loader(
            "TAG", "S25dDataLoader", "IMG_SIZE", List.of(4, 6, 3), "IMG_PAD_MODE", "wrap");
    List<Element> first = loader.scatter(TestScans.header(scan), Purpose.TRAINING).subList(0, 1);
    Tensor x = loader.batch(scan, first, BatchForm.TRAINING).x();
    assertThat(x.shape()).isEqualTo(Shape.of(1, 4, 6, 3));
    // The window of the first slice holds slices 0 and 1; the one before 0 is then 1.
    assertThat(x.data()[0]).isEqualTo(scan.image().get(0, 0, 1));
    assertThat(x.data()[1]).isEqualTo(scan.image().get(0, 0, 0));
    assertThat(x.data()[2]).isEqualTo(scan.image().get(0, 0, 1));
  }

  @Test
  void refusesAnEvenNumberOfSlices() {
    assertThatThrownBy(
            () -> TestScans.loader("TAG", "S25dDataLoader", "IMG_SIZE", List.of(20, 24, 4)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid IMG_SIZE: (20, 24, 4): the last, the number of slices that S25dDataLoader"
                + " takes, must be odd");
    assertThatThrownBy(
            () ->
                TestScans.loader("TAG", "S25dDataLoader", "IMG_SIZE", Arrays.asList(20, 24, null)))
        .hasMessageContaining("must be odd");
    assertThatThrownBy(() -> TestScans.loader("TAG", "S25dDataLoader", "IMG_SIZE", List.of(20, 24)))
        .hasMessage("Invalid IMG_SIZE: (20, 24): S25dDataLoader takes three sizes, (H, W, n)");
  }

  @Test
  void refusesSlicesOfAnotherSize() {
    DataLoader loader = TestScans.loader("TAG", "S25dDataLoader", "IMG_SIZE", List.of(8, 8, 3));
    assertThatThrownBy(() -> loader.scatter(TestScans.header(scan), Purpose.TRAINING))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its slices are 4x6 but IMG_SIZE says 8x8");
  }
}
