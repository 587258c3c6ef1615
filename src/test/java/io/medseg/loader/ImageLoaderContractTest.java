package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.volume.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What loaders without masks keep to: the contract but for its truth, and that y is the image. */
abstract class ImageLoaderContractTest extends DataLoaderContractTest {

  /** The end of the message that refuses an evaluation. */
  abstract String refusal();

  private DataLoader loader() {
    return DataLoaders.create(experiment());
  }

  @Test
  @Override
  void putsBackWhatItTookApart() {
    DataLoader loader = loader();
    List<Element> elements = loader.scatter(TestScans.header(scan()), Purpose.INFERENCE);
    PredictionVolume volume = new PredictionVolume(scan().image().shape(), loader.outputClasses());
    Gatherer gatherer = loader.gatherer(TestScans.header(scan()), volume);
    Tensor y = loader.batch(scan(), elements, BatchForm.TRAINING).y();
    gatherer.add(elements, y);
    assertThat(gatherer.finish()).isNull();
    volume.assertEachVoxelOnce();
    Element first = elements.get(0);
    assertThat(
            volume.get(
                first.region().start(0), first.region().start(1), first.region().start(2), 0))
        .isEqualTo(y.data()[0]);
  }

  @Test
  @Override
  void saysThatAScanHasNoMasks() {
    for (ScanData any : List.of(scan(), bare())) {
      assertThatThrownBy(() -> loader().truth(any))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith(refusal());
    }
    assertThatThrownBy(() -> loader().checkTruth())
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot evaluate with " + refusal());
  }

  @Test
  @Override
  void saysWhichChannelIsMissing() {
    List<Element> elements = loader().scatter(TestScans.header(scan()), Purpose.TRAINING);
    Batch with = loader().batch(scan(), elements, BatchForm.TESTING);
    Batch without = loader().batch(bare(), elements, BatchForm.TESTING);
    assertThat(without.x().data()).as("masks are not looked at").isEqualTo(with.x().data());
    assertThat(without.y().data()).isEqualTo(with.y().data());
  }

  @Test
  void givesTheImageBeforeTheTransformsForATruth() {
    List<Element> elements = loader().scatter(TestScans.header(scan()), Purpose.TRAINING);
    Batch testing = loader().batch(scan(), elements, BatchForm.TESTING);
    Batch training = loader().batch(scan(), elements, BatchForm.TRAINING);
    assertThat(testing.xRaw().data()).isEqualTo(testing.y().data());
    assertThat(training.y().data()).isEqualTo(testing.y().data());
    assertThat(training.xRaw()).isNull();
    for (int i = 0; i < testing.x().data().length; i++) {
      // The experiments of these tests subtract 0.5 and divide by 2.
      assertThat(testing.x().data()[i]).isEqualTo((testing.y().data()[i] - 0.5f) / 2);
    }
  }

  private ScanData bare() {
    return scan().withMasks(null);
  }
}
