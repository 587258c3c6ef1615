package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every data loader keeps to. A test of a loader extends it and says which experiment makes
 * the loader and which scan it fits.
 */
abstract class DataLoaderContractTest {

  /** An experiment whose TAG names the loader; CATEGORIES have at most 3 channels. */
  abstract Experiment experiment();

  /** A scan that fits it, with three mask channels. */
  abstract ScanData scan();

  /** A prediction of a batch: what the masks of its elements are. */
  private Tensor identity(DataLoader loader, List<Element> elements) {
    return loader.batch(scan(), elements, BatchForm.TESTING).y();
  }

  private DataLoader loader() {
    return DataLoaders.create(experiment());
  }

  @Test
  void numbersItsElementsInOrder() {
    for (Purpose purpose : Purpose.values()) {
      List<Element> elements = loader().scatter(TestScans.header(scan()), purpose);
      assertThat(elements).isNotEmpty();
      for (int i = 0; i < elements.size(); i++) {
        assertThat(elements.get(i).index()).isEqualTo(i);
        assertThat(elements.get(i).region().rank()).isEqualTo(3);
        for (int axis = 0; axis < 3; axis++) {
          assertThat(elements.get(i).region().stop(axis))
              .isLessThanOrEqualTo(scan().image().shape().get(axis));
        }
      }
      assertThat(loader().scatter(TestScans.header(scan()), purpose)).isEqualTo(elements);
    }
  }

  @Test
  void givesBatchesOfTheShapeItSays() {
    DataLoader loader = loader();
    List<Element> elements = loader.scatter(TestScans.header(scan()), Purpose.INFERENCE);
    List<Element> two = elements.subList(0, Math.min(2, elements.size()));
    Shape expected = loader.inputShape(TestScans.header(scan())).prepend(two.size());

    Batch prediction = loader.batch(scan(), two, BatchForm.PREDICTION);
    assertThat(prediction.x().shape()).isEqualTo(expected);
    assertThat(prediction.y()).isNull();
    assertThat(prediction.xRaw()).isNull();

    Batch training = loader.batch(scan(), two, BatchForm.TRAINING);
    assertThat(training.x().data()).containsExactly(prediction.x().data());
    assertThat(training.y().shape().get(0)).isEqualTo(two.size());
    assertThat(training.y().shape().get(-1)).isEqualTo(loader.outputClasses());
    assertThat(training.xRaw()).isNull();

    assertThat(loader.batch(scan(), two, BatchForm.TESTING).xRaw()).isNotNull();
  }

  @Test
  void batchesElementsOfSeveralScansAsTheyComeAlone() {
    DataLoader loader = loader();
    ScanData other =
        like(scan().scan(), TestScans.random("other", height(), width(), depth(), 3, 99));
    List<Element> first = loader.scatter(TestScans.header(scan()), Purpose.TRAINING).subList(0, 1);
    Batch together =
        loader.batch(
            List.of(new BatchPart(scan(), first), new BatchPart(other, first)), BatchForm.TRAINING);
    Batch alone = loader.batch(other, first, BatchForm.TRAINING);
    int half = together.x().data().length / 2;
    assertThat(together.x().shape().get(0)).isEqualTo(2);
    for (int i = 0; i < half; i++) {
      assertThat(together.x().data()[half + i]).isEqualTo(alone.x().data()[i]);
    }
  }

  /** The same voxels as a scan from where another one is. */
  private static ScanData like(Scan scan, ScanData voxels) {
    Scan other = new Scan(voxels.scan().scanId(), null, scan.source(), 1, scan.overrides());
    return new ScanData(other, voxels.image(), voxels.masks());
  }

  private int height() {
    return scan().image().shape().get(0);
  }

  private int width() {
    return scan().image().shape().get(1);
  }

  private int depth() {
    return scan().image().shape().get(2);
  }

  @Test
  void putsBackWhatItTookApart() {
    for (int batchSize : new int[] {1, 3}) {
      DataLoader loader = loader();
      List<Element> elements = loader.scatter(TestScans.header(scan()), Purpose.INFERENCE);
      PredictionVolume volume =
          new PredictionVolume(scan().image().shape(), loader.outputClasses());
      Gatherer gatherer = loader.gatherer(TestScans.header(scan()), volume);
      for (int from = 0; from < elements.size(); from += batchSize) {
        List<Element> some = elements.subList(from, Math.min(from + batchSize, elements.size()));
        gatherer.add(some, identity(loader, some));
      }
      assertThat(gatherer.finish()).as("every voxel is covered").isNull();
      volume.assertEachVoxelOnce();
      assertSame(volume, withBackground(loader.truth(scan())));
    }
  }

  private MaskVolume withBackground(MaskVolume truth) {
    return experiment().includeBackground() ? truth.withBackground() : truth;
  }

  private static void assertSame(PredictionVolume volume, MaskVolume truth) {
    assertThat(truth.classes()).isEqualTo(volume.classes());
    Shape shape = volume.shape();
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          for (int c = 0; c < volume.classes(); c++) {
            assertThat(volume.get(h, w, d, c))
                .isEqualTo(truth.get(h, w, d, c) ? 1f : 0f, within(1e-6f));
          }
        }
      }
    }
  }

  @Test
  void refusesPredictionsOfAnotherShape() {
    DataLoader loader = loader();
    List<Element> first = loader.scatter(TestScans.header(scan()), Purpose.INFERENCE).subList(0, 1);
    Gatherer gatherer =
        loader.gatherer(TestScans.header(scan()), block -> assertThat(block).isNull());
    assertThatThrownBy(() -> gatherer.add(first, Tensor.zeros(Shape.of(1, 2, 2, 9))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot gather predictions of shape 1x2x2x9: ");
  }

  @Test
  void refusesToEndBeforeTheLastElement() {
    Gatherer gatherer =
        loader().gatherer(TestScans.header(scan()), block -> assertThat(block).isNull());
    assertThatThrownBy(gatherer::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Only 0 of the ");
  }

  @Test
  void saysThatAScanHasNoMasks() {
    ScanData bare = new ScanData(scan().scan(), scan().image(), null);
    assertThatThrownBy(() -> loader().truth(bare))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot evaluate scan " + scan().scan().scanId())
        .hasMessageContaining("it has no masks");
    List<Element> one = loader().scatter(TestScans.header(bare), Purpose.TRAINING).subList(0, 1);
    assertThat(loader().batch(bare, one, BatchForm.TESTING).y()).isNull();
  }

  @Test
  void saysWhichChannelIsMissing() {
    MaskVolume one = MaskVolume.empty(height(), width(), depth(), 1);
    ScanData narrow = new ScanData(scan().scan(), scan().image(), one);
    assertThatThrownBy(() -> loader().truth(narrow))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("Invalid CATEGORIES: channel \\d .*the masks have 1 channels.*");
  }

  @Test
  void travelsAsARecipe() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new LoaderRecipe(experiment()));
      out.writeObject(
          new ArrayList<>(loader().scatter(TestScans.header(scan()), Purpose.INFERENCE)));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      LoaderRecipe recipe = (LoaderRecipe) in.readObject();
      assertThat(in.readObject())
          .isEqualTo(recipe.open().scatter(TestScans.header(scan()), Purpose.INFERENCE));
      assertThat(recipe.open()).hasSameClassAs(loader());
    }
  }
}
