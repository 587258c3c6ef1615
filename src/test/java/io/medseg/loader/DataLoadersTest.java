package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Padding;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataLoadersTest {

  /** A loader from outside the project, which only knows one slice at a time. */
  public static final class FirstSliceLoader implements DataLoader {
    private final int classes;

    public FirstSliceLoader(Experiment experiment) {
      classes = experiment.categories().size();
    }

    @Override
    public List<Element> scatter(ScanHeader scan, Purpose purpose) {
      return List.of();
    }

    @Override
    public Shape inputShape(ScanHeader scan) {
      return Shape.of(scan.image().get(0));
    }

    @Override
    public int outputClasses() {
      return classes;
    }

    @Override
    public Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
      Tensor x = Tensor.zeros(Shape.of(1, scan.image().shape().get(0)));
      x.data()[0] = scan.image().get(0, 0, 0);
      return new Batch(x, null, null);
    }

    @Override
    public Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MaskVolume truth(ScanData scan) {
      return scan.masks();
    }
  }

  /** What is not known to be independent of its batch is taken not to be. */
  @Test
  void elementsOfALoaderThatDoesNotSaySoAreNotIndependent() {
    DataLoader loader = TestScans.loader("TAG", FirstSliceLoader.class.getName());
    ScanHeader scan = new ScanHeader(Shape.of(3, 4, 5), 1);

    assertThat(loader.isElementwise(scan)).isFalse();
    assertThatThrownBy(() -> loader.checkElementwise(scan))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot take elements one by one: data loader %s does not say that each is independent of what it is batched with (checkElementwise)"
                .formatted(FirstSliceLoader.class.getName()));
    assertThat(TestScans.loader("IMG_SIZE", List.of(3, 4, 1)).isElementwise(scan)).isTrue();
  }

  @Test
  void findsBuiltInLoadersAndMedSegPysEarlierNames() {
    assertThat(TestScans.loader("TAG", "oai_aug_2d")).isInstanceOf(DefaultDataLoader.class);
    assertThat(DataLoaders.names())
        .containsExactly(
            "DefaultDataLoader",
            "S25dDataLoader",
            "PatchDataLoader",
            "N5dDataLoader",
            "qDESSDataLoader",
            "qDESSImageDataLoader",
            "Abdominal_CT_DataLoader",
            "Abdominal_CT_ImageDataLoader");
  }

  @Test
  void findsALoaderByItsClass() {
    DataLoader loader = TestScans.loader("TAG", FirstSliceLoader.class.getName());
    assertThat(loader.outputClasses()).isEqualTo(2);
    assertThat(((CheckedLoader) loader).loader()).isInstanceOf(FirstSliceLoader.class);
  }

  @Test
  void batchesSeveralScansOfALoaderThatKnowsOnlyOne() {
    DataLoader loader = TestScans.loader("TAG", FirstSliceLoader.class.getName());
    ScanData first = TestScans.random("a", 3, 2, 1, 3, 1);
    ScanData second = TestScans.random("b", 3, 2, 1, 3, 2);
    List<Element> one =
        List.of(new Element(0, Region.whole(first.image().shape()), Padding.none(3)));
    Batch batch =
        loader.batch(
            List.of(new BatchPart(first, one), new BatchPart(second, one)), BatchForm.PREDICTION);
    assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(batch.x().data()[3]).isEqualTo(second.image().get(0, 0, 0));
    ScanData taller = TestScans.random("c", 4, 2, 1, 3, 2);
    assertThatThrownBy(
            () ->
                loader.batch(
                    List.of(new BatchPart(first, one), new BatchPart(taller, one)),
                    BatchForm.PREDICTION))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot batch arrays of shapes 1x3 and 1x4 together");
  }

  @Test
  void listsTheKnownNames() {
    assertThatThrownBy(() -> TestScans.loader("TAG", "Nope"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid data loader (TAG): Nope; known are DefaultDataLoader, S25dDataLoader, "
                + "PatchDataLoader, N5dDataLoader, qDESSDataLoader, qDESSImageDataLoader, "
                + "Abdominal_CT_DataLoader, Abdominal_CT_ImageDataLoader, "
                + "or the full name of a class given with --jars");
  }

  @Test
  void needsCategories() {
    assertThatThrownBy(() -> DataLoaders.create(Experiment.of(java.util.Map.of(), Parity.NONE)))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid CATEGORIES: (): a data loader needs the mask channels of each class");
  }
}
