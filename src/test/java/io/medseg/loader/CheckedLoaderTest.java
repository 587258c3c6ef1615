package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Padding;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a loader from outside the project gets wrong is said, with its class. */
class CheckedLoaderTest {
  private static final String WHO = "Cannot use data loader " + Careless.class.getName() + ": ";

  private final ScanData scan = TestScans.random("s1", 2, 3, 4, 3, 1);
  private final Careless careless = new Careless();
  private final DataLoader loader = new CheckedLoader(careless);

  /** Gives whatever it is told to. */
  private static final class Careless implements DataLoader {
    private List<Element> elements = List.of();
    private Batch batch;
    private MaskVolume covered;
    private MaskVolume truth;
    private int classes = 2;
    private boolean truthful = true;
    private Region[] regions = {};

    @Override
    public List<Element> scatter(ScanHeader scan, Purpose purpose) {
      return elements;
    }

    @Override
    public Shape inputShape(ScanHeader scan) {
      return Shape.of(2, 3, 1);
    }

    @Override
    public int outputClasses() {
      return 2;
    }

    @Override
    public Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
      return batch;
    }

    @Override
    public Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
      return new Gatherer() {
        @Override
        public void add(List<Element> elements, Tensor predictions) {
          for (Region region : regions) {
            sink.accept(new PredictionBlock(region, new float[2000], 0, 6, 2, 0, classes));
          }
        }

        @Override
        public MaskVolume finish() {
          return covered;
        }
      };
    }

    @Override
    public void checkTruth() {
      if (!truthful) {
        throw new InputException("Cannot evaluate: y is no mask");
      }
    }

    @Override
    public MaskVolume truth(ScanData scan) {
      return truth;
    }
  }

  private static Element element(int index) {
    return new Element(index, planes(0, 1), Padding.none(3));
  }

  /** Planes of a scan of 2 x 3 x 4. */
  private static Region planes(int start, int stop) {
    return Region.of(new int[] {0, 0, start}, new int[] {2, 3, stop});
  }

  private void assertRefused(ThrowingCallable call, String what) {
    assertThatThrownBy(call).isInstanceOf(InputException.class).hasMessage(WHO + what);
  }

  private void scatter() {
    loader.scatter(scan.header(), Purpose.INFERENCE);
  }

  /** Otherwise what a loader overrides would not count. */
  @Test
  void everyQuestionGoesToTheLoader() {
    assertThat(DataLoader.class.getMethods())
        .allSatisfy(
            method ->
                assertThat(
                        CheckedLoader.class
                            .getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass())
                    .as(method.getName())
                    .isEqualTo(CheckedLoader.class));
  }

  @Test
  void elementsThatAreNotNumberedInOrder() {
    careless.elements = List.of(element(0), element(0));
    assertRefused(
        this::scatter, "element 1 of a scan of 2x3x4 has index 0; elements are numbered from 0");
    careless.elements = Arrays.asList(element(0), null);
    assertRefused(
        this::scatter, "element 1 of a scan of 2x3x4 has index null; elements are numbered from 0");
    careless.elements = null;
    assertRefused(this::scatter, "scatter gave no list for a scan of 2x3x4");
    careless.elements = List.of(element(0), element(1));
    assertThat(loader.scatter(scan.header(), Purpose.INFERENCE)).isSameAs(careless.elements);
  }

  private void batch() {
    loader.batch(scan, List.of(element(0), element(1)), BatchForm.TRAINING);
  }

  @Test
  void batchesOfAnotherNumberOfElements() {
    assertRefused(this::batch, "batch gave no x for 2 elements");
    Tensor one = Tensor.zeros(Shape.of(1, 2, 3, 1));
    Tensor two = Tensor.zeros(Shape.of(2, 2, 3, 1));
    careless.batch = new Batch(one, null, null);
    assertRefused(this::batch, "x of 2 elements is 1x2x3x1");
    careless.batch = new Batch(two, one, null);
    assertRefused(this::batch, "y of 2 elements is 1x2x3x1");
    careless.batch = new Batch(two, Tensor.zeros(Shape.of(2, 2, 3, 2)), null);
    assertThat(loader.batch(scan, List.of(element(0), element(1)), BatchForm.TRAINING))
        .isSameAs(careless.batch);
  }

  @Test
  void elementsOfAnotherShapeThanIsSaid() {
    Tensor x = Tensor.zeros(Shape.of(2, 2, 3, 1));
    careless.batch = new Batch(Tensor.zeros(Shape.of(2, 2, 4, 1)), null, null);
    assertRefused(this::batch, "x of 2 elements is 2x2x4x1; inputShape says 2x3x1 of one");
    careless.batch = new Batch(x, Tensor.zeros(Shape.of(2, 2, 3, 3)), null);
    assertRefused(
        this::batch, "y of 2 elements is 2x2x3x3; classes come last, and outputClasses says 2");
    careless.batch = new Batch(x, null, null);
    assertRefused(this::batch, "batch gave no y for 2 elements of a scan with masks");
    careless.truthful = false;
    assertThat(loader.batch(scan, List.of(element(0), element(1)), BatchForm.TRAINING))
        .isSameAs(careless.batch);
  }

  private MaskVolume gather(Region... regions) {
    careless.regions = regions;
    Gatherer gatherer = loader.gatherer(scan.header(), block -> {});
    gatherer.add(List.of(), null);
    return gatherer.finish();
  }

  @Test
  void voxelsThatAreMissingOrComeTwice() {
    assertThat(gather(planes(0, 2), planes(2, 4))).isNull();
    assertRefused(
        () -> gather(planes(0, 3)),
        "its gatherer handed on 18 voxels of a scan of 2x3x4, which has 24; each comes once");
    assertRefused(
        () -> gather(planes(0, 4), planes(0, 1)),
        "its gatherer handed on 30 voxels of a scan of 2x3x4, which has 24; each comes once");
  }

  @Test
  void voxelsThatAreSaidNotToBePredictedMayBeMissing() {
    careless.covered = MaskVolume.empty(2, 3, 4, 1);
    assertThat(gather(planes(0, 3))).isSameAs(careless.covered);
    careless.covered = MaskVolume.empty(2, 3, 5, 1);
    assertRefused(
        () -> gather(planes(0, 3)),
        "its gatherer says of 2x3x5 which voxels were predicted; the scan is 2x3x4");
  }

  @Test
  void blocksThatDoNotLieInTheScan() {
    assertRefused(
        () -> gather(planes(3, 5)),
        "its gatherer handed on voxels [0:2, 0:3, 3:5] of 2 classes; the scan is 2x3x4, with 2 classes");
    careless.classes = 3;
    assertRefused(
        () -> gather(planes(0, 4)),
        "its gatherer handed on voxels [0:2, 0:3, 0:4] of 3 classes; the scan is 2x3x4, with 2 classes");
  }

  @Test
  void aTruthOfAnotherShape() {
    assertRefused(() -> loader.truth(scan), "truth is null; the image is 2x3x4");
    careless.truth = MaskVolume.empty(2, 3, 5, 2);
    assertRefused(() -> loader.truth(scan), "truth is 2x3x5; the image is 2x3x4");
    careless.truth = scan.masks();
    assertThat(loader.truth(scan)).isSameAs(scan.masks());
  }
}
