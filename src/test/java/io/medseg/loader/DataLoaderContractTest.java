package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every data loader keeps to: order, lengths, scatter and gather as inverses, batches of
 * several scans, determinism, travel, messages. A test of a loader extends it, in the project or
 * outside (the jar of classifier {@code contract}), and says which experiment makes the loader and
 * which scan it fits.
 */
public abstract class DataLoaderContractTest {

  /** An experiment whose TAG names the loader; CATEGORIES have channels 0 to 2 at most. */
  protected abstract Experiment experiment();

  /** A scan that fits it, with three mask channels; the same voxels every time. */
  protected abstract ScanData scan();

  /**
   * What gathering makes of a voxel if the model predicts the masks of every element without a
   * fault. As it stands, the truth, so that nothing of a scan may get lost; to be overridden by a
   * loader that does not cut out every voxel and makes the others up.
   *
   * @param truth of the scan, the background first where the experiment includes it
   */
  protected float gathered(MaskVolume truth, int h, int w, int d, int c) {
    return truth.get(h, w, d, c) ? 1 : 0;
  }

  private DataLoader loader() {
    return DataLoaders.create(experiment());
  }

  private ScanHeader header() {
    return scan().header();
  }

  private List<Element> elements(DataLoader loader) {
    return loader.scatter(header(), Purpose.INFERENCE);
  }

  /** Predictions of a batch by a model without fault: the masks of its elements. */
  private Tensor faultless(DataLoader loader, List<Element> elements) {
    return loader.batch(scan(), elements, BatchForm.TESTING).y();
  }

  // Order and lengths

  @Test
  void numbersItsElementsInOrder() {
    for (Purpose purpose : Purpose.values()) {
      List<Element> elements = loader().scatter(header(), purpose);
      assertThat(elements).isNotEmpty();
      for (int i = 0; i < elements.size(); i++) {
        assertThat(elements.get(i).index()).isEqualTo(i);
        assertThat(elements.get(i).region().rank()).isEqualTo(3);
        for (int axis = 0; axis < 3; axis++) {
          assertThat(elements.get(i).region().stop(axis))
              .isLessThanOrEqualTo(scan().image().shape().get(axis));
        }
      }
      assertThat(loader().scatter(header(), purpose)).isEqualTo(elements);
    }
  }

  @Test
  void givesBatchesOfTheShapeItSays() {
    DataLoader loader = loader();
    List<Element> elements = elements(loader);
    List<Element> two = elements.subList(0, Math.min(2, elements.size()));
    Shape expected = loader.inputShape(header()).prepend(two.size());

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

  /** What training does with it: all elements of all scans, each once, in batches of a size. */
  @Test
  void givesEveryElementOnceInAnEpoch() {
    DataLoader loader = loader();
    List<Element> elements = loader.scatter(header(), Purpose.TRAINING);
    List<Float> expected = new ArrayList<>();
    for (ScanData scan : List.of(scan(), other())) {
      for (Element element : elements) {
        add(loader.batch(scan, List.of(element), BatchForm.TRAINING), expected);
      }
    }
    List<Float> found = new ArrayList<>();
    try (BatchSequence epoch =
        DataLoaders.build(
            experiment(),
            new CountedScans(scan(), other()).collection(),
            3,
            BatchForm.TRAINING,
            BatchSettings.Arrangement.ASCENDING,
            BatchSettings.LastBatch.KEEP)) {
      assertThat(epoch.elements()).isEqualTo(2 * elements.size());
      assertThat(epoch.length()).isEqualTo((2 * elements.size() + 2) / 3);
      for (int i = 0; i < epoch.length(); i++) {
        add(epoch.batch(i), found);
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  /** All x of a batch. */
  private static void add(Batch batch, List<Float> values) {
    for (float value : values(batch.x())) {
      values.add(value);
    }
  }

  // Several scans

  @Test
  void batchesElementsOfSeveralScansAsTheyComeAlone() {
    DataLoader loader = loader();
    ScanData other = other();
    List<Element> first = loader.scatter(header(), Purpose.TRAINING).subList(0, 1);
    Batch together =
        loader.batch(
            List.of(new BatchPart(scan(), first), new BatchPart(other, first)), BatchForm.TRAINING);
    assertThat(together.x().shape().get(0)).isEqualTo(2);
    Batch alone = loader.batch(other, first, BatchForm.TRAINING);
    assertThat(secondHalf(together.x())).isEqualTo(values(alone.x()));
    assertThat(secondHalf(together.y())).isEqualTo(values(alone.y()));
  }

  private static float[] values(Tensor tensor) {
    return Arrays.copyOf(tensor.data(), Math.toIntExact(tensor.shape().elements()));
  }

  private static float[] secondHalf(Tensor tensor) {
    float[] all = values(tensor);
    return Arrays.copyOfRange(all, all.length / 2, all.length);
  }

  /** Another scan of the same shapes, from where the first one is. */
  private ScanData other() {
    ScanData other = TestScans.random("other", height(), width(), depth(), 3, 99);
    for (int i = 0; i < scan().contrasts().size(); i++) {
      other = TestScans.stacked(other, 100 + i);
    }
    Scan scan = new Scan("other", null, scan().scan().source(), 1, scan().scan().overrides());
    return new ScanData(scan, other.image(), other.masks(), other.contrasts());
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

  // Gather

  @Test
  void putsBackWhatItTookApart() {
    for (int batchSize : new int[] {1, 3}) {
      DataLoader loader = loader();
      PredictionVolume volume = volume(loader);
      Gatherer gatherer = loader.gatherer(header(), volume);
      gather(loader, gatherer, elements(loader), batchSize);
      assertThat(gatherer.finish()).as("every voxel is covered").isNull();
      volume.assertEachVoxelOnce();
      assertSame(volume, withBackground(loader.truth(scan())));
    }
  }

  private PredictionVolume volume(DataLoader loader) {
    return new PredictionVolume(scan().image().shape(), loader.outputClasses());
  }

  /** The array of a batch of predictions is used again for the next one. */
  private void gather(DataLoader loader, Gatherer gatherer, List<Element> elements, int batchSize) {
    for (int from = 0; from < elements.size(); from += batchSize) {
      List<Element> some = elements.subList(from, Math.min(from + batchSize, elements.size()));
      Tensor predictions = faultless(loader, some);
      gatherer.add(some, predictions);
      Arrays.fill(predictions.data(), Float.NaN);
    }
  }

  private MaskVolume withBackground(MaskVolume truth) {
    return experiment().includeBackground() ? truth.withBackground() : truth;
  }

  private void assertSame(PredictionVolume volume, MaskVolume truth) {
    assertThat(truth.classes()).isEqualTo(volume.classes());
    Shape shape = volume.shape();
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          for (int c = 0; c < volume.classes(); c++) {
            assertThat(volume.get(h, w, d, c))
                .as("class %d of voxel %d, %d, %d", c, h, w, d)
                .isEqualTo(gathered(truth, h, w, d, c), within(1e-6f));
          }
        }
      }
    }
  }

  /** However a scan is cut into ranges and batches, bit for bit. */
  @Test
  void gathersTheSameBitsForAnyNumberOfRanges() {
    DataLoader loader = loader();
    PredictionVolume whole = volume(loader);
    Gatherer gatherer = loader.gatherer(header(), whole);
    gather(loader, gatherer, elements(loader), elements(loader).size());
    gatherer.finish();

    Set<Integer> counts = new HashSet<>();
    for (int parts = 1; parts <= 4; parts++) {
      List<ElementRange> ranges = loader.ranges(header(), parts);
      assertThat(ranges.size()).isBetween(1, parts);
      counts.add(ranges.size());
      PredictionVolume volume = volume(loader);
      List<Seams> seams = new ArrayList<>();
      int next = 0;
      for (ElementRange range : ranges) {
        assertThat(range.from()).isEqualTo(next);
        next = range.to();
        RangeGatherer some = loader.rangeGatherer(header(), range, volume);
        gather(loader, some, elements(loader).subList(range.from(), range.to()), 2);
        some.finish();
        seams.add(some.seams());
      }
      assertThat(next).isEqualTo(elements(loader).size());
      loader.joinSeams(header(), seams, volume);
      volume.assertEachVoxelOnce();
      assertThat(volume.values()).isEqualTo(whole.values());
    }
    assertThat(counts).contains(1);
  }

  @Test
  void refusesPredictionsOfAnotherShape() {
    DataLoader loader = loader();
    List<Element> first = elements(loader).subList(0, 1);
    Gatherer gatherer = loader.gatherer(header(), block -> assertThat(block).isNull());
    assertThatThrownBy(() -> gatherer.add(first, Tensor.zeros(Shape.of(1, 2, 2, 9))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot gather predictions of shape 1x2x2x9: ");
  }

  @Test
  void refusesToEndBeforeTheLastElement() {
    Gatherer gatherer = loader().gatherer(header(), block -> assertThat(block).isNull());
    assertThatThrownBy(gatherer::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Only 0 of the ");
  }

  @Test
  void refusesElementsOutOfOrder() {
    DataLoader loader = loader();
    List<Element> elements = elements(loader);
    if (elements.size() < 2) {
      return;
    }
    List<Element> second = elements.subList(1, 2);
    Gatherer gatherer = loader.gatherer(header(), block -> assertThat(block).isNull());
    assertThatThrownBy(() -> gatherer.add(second, faultless(loader, second)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Element 1 of a scan came where 0 was expected");
  }

  @Test
  void expectsToTakeMemory() {
    DataLoader loader = loader();
    long one = loader.inferenceBytes(header(), 1);
    assertThat(one).isGreaterThanOrEqualTo(Float.BYTES * loader.inputShape(header()).elements());
    assertThat(loader.inferenceBytes(header(), 8)).isGreaterThan(one);
  }

  // Determinism

  /** Made anew, used twice, beside others: the same bits, and the scan is as it was. */
  @Test
  void givesTheSameBatchEveryTime() {
    DataLoader loader = loader();
    ScanData scan = scan();
    List<Element> elements = elements(loader);
    Batch first = loader.batch(scan, elements, BatchForm.TESTING);
    Batch again = loader.batch(scan, elements, BatchForm.TESTING);
    Batch anew = loader().batch(scan(), elements, BatchForm.TESTING);
    for (Batch other : List.of(again, anew)) {
      assertThat(values(other.x())).isEqualTo(values(first.x()));
      assertThat(values(other.y())).isEqualTo(values(first.y()));
      assertThat(values(other.xRaw())).isEqualTo(values(first.xRaw()));
    }
    assertThat(scan.masks()).isEqualTo(scan().masks());
    assertSame(scan.image(), scan().image());
    for (int i = 0; i < scan.contrasts().size(); i++) {
      assertSame(scan.contrasts().get(i), scan().contrasts().get(i));
    }
  }

  private static void assertSame(Volume found, Volume expected) {
    for (int d = 0; d < expected.shape().get(2); d++) {
      assertThat(found.plane(d)).as("slice %d of the scan", d).isEqualTo(expected.plane(d));
    }
  }

  // Messages

  @Test
  void saysThatAScanHasNoMasks() {
    ScanData bare = scan().withMasks(null);
    assertThatThrownBy(() -> loader().truth(bare))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot evaluate scan " + scan().scan().scanId())
        .hasMessageContaining("it has no masks");
    List<Element> one = loader().scatter(bare.header(), Purpose.TRAINING).subList(0, 1);
    assertThat(loader().batch(bare, one, BatchForm.TESTING).y()).isNull();
  }

  @Test
  void saysWhichChannelIsMissing() {
    ScanData narrow = scan().withMasks(MaskVolume.empty(height(), width(), depth(), 1));
    assertThatThrownBy(() -> loader().truth(narrow))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("Invalid CATEGORIES: channel \\d .*the masks have 1 channels.*");
  }

  // Travel

  @Test
  void travelsAsARecipe() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new LoaderRecipe(experiment()));
      out.writeObject(new ArrayList<>(elements(loader())));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      LoaderRecipe recipe = (LoaderRecipe) in.readObject();
      assertThat(in.readObject()).isEqualTo(elements(recipe.open()));
      assertThat(recipe.open()).hasSameClassAs(loader());
    }
  }
}
