package com.example.medseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.Batch;
import io.medseg.loader.BatchForm;
import io.medseg.loader.DataLoader;
import io.medseg.loader.DataLoaderContractTest;
import io.medseg.loader.DataLoaders;
import io.medseg.loader.Element;
import io.medseg.loader.Purpose;
import io.medseg.loader.TestScans;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlternateSlicesLoaderTest extends DataLoaderContractTest {
  private static final String TAG = AlternateSlicesLoader.class.getName();

  /** Seven slices: the last one is predicted; the one before is made up. */
  private final ScanData scan = TestScans.stacked(TestScans.random("s1", 6, 5, 7, 3, 1), 2);

  @Override
  protected Experiment experiment() {
    return TestScans.experiment(Parity.NONE, "TAG", TAG);
  }

  @Override
  protected ScanData scan() {
    return scan;
  }

  /** What {@link InterpolatingGatherer} says of slices between. */
  @Override
  protected float gathered(MaskVolume truth, int h, int w, int d, int c) {
    boolean isPredicted = d % 2 == 0;
    int before = isPredicted ? d : d - 1;
    int behind = isPredicted ? d : Math.min(d + 1, (truth.shape().get(2) - 1) / 2 * 2);
    return (super.gathered(truth, h, w, before, c) + super.gathered(truth, h, w, behind, c)) / 2;
  }

  @Test
  void stacksTwoContrastsOfEverySecondSlice() {
    DataLoader loader = DataLoaders.create(experiment());
    List<Element> elements = loader.scatter(scan.header(), Purpose.TRAINING);
    assertThat(elements)
        .extracting(element -> element.region().start(2))
        .containsExactly(0, 2, 4, 6);

    Batch batch = loader.batch(scan, elements, BatchForm.TRAINING);

    assertThat(batch.x().shape()).isEqualTo(Shape.of(4, 6, 5, 2));
    int last = batch.x().data().length;
    assertThat(batch.x().data()[last - 2]).isEqualTo(scan.image().get(5, 4, 6));
    assertThat(batch.x().data()[last - 1]).isEqualTo(scan.contrasts().get(0).get(5, 4, 6));
  }

  @Test
  void takesTransformsOfOnesOwn() {
    DataLoader loader =
        TestScans.loader(
            "TAG", TAG,
            "PREPROCESSING", List.of(MeanOfContrasts.class.getName()),
            "PREPROCESSING_ARGS", List.of(Map.of()));
    assertThat(loader.inputShape(scan.header())).isEqualTo(Shape.of(6, 5, 1));
  }

  @Test
  void saysWhatItDoesNotTake() {
    ScanData single = TestScans.random("s1", 6, 5, 7, 3, 1);
    DataLoader loader = DataLoaders.create(experiment());
    List<Element> elements = loader.scatter(single.header(), Purpose.TRAINING);
    assertThatThrownBy(() -> loader.batch(single, elements, BatchForm.TRAINING))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot batch scan s1: AlternateSlicesLoader stacks 2 contrasts, which s1.h5 does not"
                + " have; layout com.example.medseg.TwoEchoesLayout gives two");
    assertThatThrownBy(() -> TestScans.loader("TAG", TAG, "SLICE_AXIS", 0))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid SLICE_AXIS: 0: AlternateSlicesLoader takes slices across D, 2");
  }
}
