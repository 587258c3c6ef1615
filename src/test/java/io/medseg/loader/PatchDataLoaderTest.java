package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchDataLoaderTest extends DataLoaderContractTest {
  private final ScanData scan = TestScans.random("s1", 9, 7, 5, 3, 3);

  @Override
  protected Experiment experiment() {
    return TestScans.experiment(
        Parity.NONE,
        "TAG",
        "PatchDataLoader",
        "IMG_SIZE",
        List.of(4, 3, 8, 1),
        "IMG_STRIDE",
        List.of(3, 2, 2));
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  private Shape shapeOfY(Object... settings) {
    return batch(settings).y().shape();
  }

  private Batch batch(Object... settings) {
    Object[] all = Arrays.copyOf(settings, settings.length + 2);
    all[settings.length] = "TAG";
    all[settings.length + 1] = "PatchDataLoader";
    DataLoader loader = TestScans.loader(all);
    List<Element> one = loader.scatter(TestScans.header(scan), Purpose.TRAINING).subList(0, 1);
    return loader.batch(scan, one, BatchForm.TRAINING);
  }

  @Test
  void dropsTheDepthOfMasksOnlyWhereSlicesAreTheChannels() {
    assertThat(shapeOfY("IMG_SIZE", List.of(9, 7, 1))).isEqualTo(Shape.of(1, 9, 7, 2));
    assertThat(shapeOfY("IMG_SIZE", List.of(9, 7))).isEqualTo(Shape.of(1, 9, 7, 2));
    assertThat(shapeOfY("IMG_SIZE", List.of(4, 3, 1, 1))).isEqualTo(Shape.of(1, 4, 3, 1, 2));
    assertThat(shapeOfY("IMG_SIZE", List.of(4, 3, 2))).isEqualTo(Shape.of(1, 4, 3, 2, 2));
    assertThat(batch("IMG_SIZE", List.of(4, 3, 2)).x().shape()).isEqualTo(Shape.of(1, 4, 3, 2));
  }

  /** In the reference both raise. */
  @Test
  void padsPatchesOfDepthOne() {
    assertThat(shapeOfY("IMG_SIZE", List.of(4, 3, 1, 1), "IMG_PAD_SIZE", List.of(1, 1, 0)))
        .isEqualTo(Shape.of(1, 4, 3, 1, 2));
    assertThat(shapeOfY("IMG_SIZE", List.of(4, 3, 2, 1), "IMG_PAD_SIZE", List.of(0, 0, 1)))
        .isEqualTo(Shape.of(1, 4, 3, 2, 2));
  }

  @Test
  void takesNoneAndMinusOneForTheWholeAxis() {
    assertThat(batch("IMG_SIZE", Arrays.asList(null, -1, 2, 1)).x().shape())
        .isEqualTo(Shape.of(1, 9, 7, 2, 1));
  }

  @Test
  void refusesTooManyAxes() {
    assertThatThrownBy(() -> batch("IMG_SIZE", List.of(4, 3, 2, 1, 1)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid IMG_SIZE: (4, 3, 2, 1, 1): 5 axes, but images have 3");
  }

  @Test
  void knowsThePaddingMode() {
    assertThat(batch("IMG_SIZE", List.of(12, 7, 1), "IMG_PAD_MODE", "warp").x().data()[0])
        .isEqualTo(scan.image().get(8, 0, 0));
    assertThatThrownBy(() -> batch("IMG_SIZE", List.of(9, 7, 1), "IMG_PAD_MODE", "empty"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("constant, edge, reflect, symmetric, wrap");
  }

  @Test
  void padsAnImageSmallerThanThePatchUnlessTheReferenceIsWanted() {
    Object[] settings = {
      "TAG", "PatchDataLoader", "IMG_SIZE", List.of(9, 7, 8, 1), "IMG_PAD_SIZE", List.of(0, 0, 0)
    };
    DataLoader own = TestScans.loader(settings);
    assertThat(own.scatter(TestScans.header(scan), Purpose.TRAINING)).hasSize(1);

    DataLoader reference = DataLoaders.create(TestScans.experiment(Parity.MEDSEGPY, settings));
    assertThat(reference.scatter(TestScans.header(scan), Purpose.TRAINING)).isEmpty();
    assertThatThrownBy(() -> reference.scatter(TestScans.header(scan), Purpose.INFERENCE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot scatter a scan of 9x7x5: no window of 9x7x8 with the padding given fits into"
                + " it");
  }

  @Test
  void countsVoxelsThatNoWindowOfTheReferenceReaches() {
    DataLoader loader =
        DataLoaders.create(
            TestScans.experiment(
                Parity.MEDSEGPY,
                "TAG",
                "PatchDataLoader",
                "IMG_SIZE",
                List.of(4, 3, 2, 1),
                "IMG_STRIDE",
                List.of(4, 3, 2)));
    PredictionVolume volume = new PredictionVolume(scan.image().shape(), 2);
    Gatherer gatherer = loader.gatherer(TestScans.header(scan), volume);
    List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
    gatherer.add(elements, loader.batch(scan, elements, BatchForm.TRAINING).y());
    assertThat(gatherer.finish().count(0)).isEqualTo(8 * 6 * 4);
    volume.assertEachVoxelOnce();
    assertThat(volume.get(8, 0, 0, 0)).isZero();
  }
}
