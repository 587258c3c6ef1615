package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.dataset.DatasetScans;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchSequenceTest {
  private static final BatchSettings.LastBatch KEEP = BatchSettings.LastBatch.KEEP;
  private static final BatchSettings.LastBatch DROP = BatchSettings.LastBatch.DROP;
  private static final BatchSettings.Arrangement ASCENDING = BatchSettings.Arrangement.ASCENDING;
  private static final BatchSettings.Arrangement SHUFFLED = BatchSettings.Arrangement.SHUFFLED;

  private final CountedScans scans =
      new CountedScans(
          TestScans.random("s1", 4, 5, 3, 3, 1),
          TestScans.random("s2", 4, 5, 2, 3, 2),
          TestScans.random("s3", 4, 5, 2, 3, 3));
  private final Experiment experiment = experiment();
  private final List<BatchSequence> sequences = new ArrayList<>();

  private static Experiment experiment(Object... more) {
    List<Object> entries =
        new ArrayList<>(
            List.of("IMG_SIZE", List.of(4, 5, 1), "TRAIN_BATCH_SIZE", 3, "SEED", 5, "NUM_WORKERS"));
    entries.add(0);
    entries.addAll(List.of(more));
    return TestScans.experiment(Parity.NONE, entries.toArray());
  }

  @AfterEach
  void close() {
    sequences.forEach(BatchSequence::close);
    assertThat(scans.closed).hasValue(scans.opened.get());
  }

  private BatchSequence sequence(
      BatchForm form, BatchSettings.Arrangement arrangement, BatchSettings.LastBatch last) {
    return sequence(scans.collection(), 3, form, arrangement, last);
  }

  private BatchSequence sequence(
      ScanCollection collection,
      int batchSize,
      BatchForm form,
      BatchSettings.Arrangement arrangement,
      BatchSettings.LastBatch last) {
    return opened(DataLoaders.build(experiment, collection, batchSize, form, arrangement, last));
  }

  private BatchSequence opened(BatchSequence sequence) {
    sequences.add(sequence);
    return sequence;
  }

  /** First voxel of each element, which tells them apart. */
  private static List<Float> firstVoxels(BatchSequence sequence) {
    List<Float> firsts = new ArrayList<>();
    for (int i = 0; i < sequence.length(); i++) {
      Batch batch = sequence.batch(i);
      int size = batch.x().data().length / batch.x().shape().get(0);
      for (int n = 0; n < batch.x().shape().get(0); n++) {
        firsts.add(batch.x().data()[n * size]);
      }
    }
    return firsts;
  }

  private List<Float> allFirstVoxels() {
    List<Float> firsts = new ArrayList<>();
    for (Scan scan : scans.list()) {
      Volume image = scans.get(scan.scanId()).image();
      for (int d = 0; d < image.shape().get(2); d++) {
        firsts.add(image.get(0, 0, d));
      }
    }
    return firsts;
  }

  @Test
  void countsBatchesAndScans() {
    BatchSequence dropping = sequence(BatchForm.TRAINING, SHUFFLED, DROP);
    assertThat(dropping.elements()).isEqualTo(7);
    assertThat(dropping.length()).isEqualTo(2);
    assertThat(dropping.numberOfScans()).isEqualTo(3);
    assertThat(dropping.scans()).isEqualTo(scans.list());
    assertThat(sequence(BatchForm.TRAINING, ASCENDING, KEEP).length()).isEqualTo(3);
    assertThat(sequence(BatchForm.TESTING, ASCENDING, DROP).length()).isEqualTo(3);
  }

  @Test
  void takesElementsScanByScan() {
    assertThat(firstVoxels(sequence(BatchForm.TRAINING, ASCENDING, KEEP)))
        .isEqualTo(allFirstVoxels());
  }

  @Test
  void shufflesEveryEpochAnew() {
    BatchSequence sequence = sequence(BatchForm.TRAINING, SHUFFLED, KEEP);
    List<Float> first = firstVoxels(sequence);
    assertThat(first)
        .isNotEqualTo(allFirstVoxels())
        .containsExactlyInAnyOrderElementsOf(allFirstVoxels());
    assertThat(firstVoxels(sequence(BatchForm.TRAINING, SHUFFLED, KEEP))).isEqualTo(first);
    sequence.endOfEpoch();
    assertThat(firstVoxels(sequence))
        .isNotEqualTo(first)
        .containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void anEpochMayEndBeforeItsFirstBatch() {
    BatchSequence sequence = sequence(BatchForm.TRAINING, SHUFFLED, KEEP);
    firstVoxels(sequence);
    sequence.endOfEpoch();
    BatchSequence late = sequence(BatchForm.TRAINING, SHUFFLED, KEEP);
    late.endOfEpoch();
    assertThat(firstVoxels(late)).isEqualTo(firstVoxels(sequence));
  }

  @Test
  void readsAScanOnceForAllEpochs() {
    BatchSequence sequence = sequence(BatchForm.TRAINING, SHUFFLED, KEEP);
    firstVoxels(sequence);
    sequence.endOfEpoch();
    firstVoxels(sequence);
    assertThat(scans.read).containsExactlyInAnyOrder("s1", "s2", "s3");
  }

  @Test
  void preloadsBeforeTheFirstBatch() {
    Experiment preloading = experiment("PRELOAD_DATA", true);
    BatchSequence sequence =
        opened(
            DataLoaders.build(
                preloading, scans.collection(), 3, BatchForm.TRAINING, ASCENDING, KEEP));
    assertThat(sequence.length()).isEqualTo(3);
    assertThat(scans.read).isEmpty();
    sequence.batch(0);
    assertThat(scans.read).containsExactly("s1", "s2", "s3");
    assertThat(firstVoxels(sequence)).isEqualTo(allFirstVoxels());
    assertThat(scans.read).hasSize(3);
  }

  @Test
  void aScanThatCannotBeReadFailsItsBatchesOnly() {
    BatchSequence sequence = sequence(BatchForm.TRAINING, ASCENDING, KEEP);
    assertThat(sequence.length()).isEqualTo(3);
    scans.broken.add("s2");
    assertThat(sequence.batch(0).x().shape().get(0)).isEqualTo(3);
    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> sequence.batch(1))
          .isInstanceOf(InputException.class)
          .hasMessage("Cannot read scan s2: it is broken");
    }
    assertThat(sequence.batch(2).x().shape().get(0)).isEqualTo(1);
  }

  @Test
  void preprocessesABatchAsAWhole() {
    Experiment flipped =
        experiment(
            "PREPROCESSING",
            List.of("FlipTransform"),
            "PREPROCESSING_ARGS",
            List.of(Map.of("axis", 0)));
    BatchSequence sequence =
        opened(
            DataLoaders.build(flipped, scans.collection(), 7, BatchForm.TRAINING, ASCENDING, KEEP));
    List<Float> expected = allFirstVoxels();
    Collections.reverse(expected);
    assertThat(firstVoxels(sequence)).isEqualTo(expected);
  }

  @Test
  void refusesABatchThatIsNotThere() {
    BatchSequence sequence = sequence(BatchForm.TRAINING, SHUFFLED, DROP);
    assertThatThrownBy(() -> sequence.batch(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Batch 2 of 2");
  }

  @Test
  void hasNoBatchOfNoScans() {
    ScanCollection none =
        scans.collection(List.of(new DatasetScans(CountedScans.dataset("empty"), List.of())));
    BatchSequence sequence = sequence(none, 3, BatchForm.TESTING, SHUFFLED, KEEP);
    assertThat(sequence.length()).isZero();
    assertThat(sequence.elements()).isZero();
    assertThat(sequence.numberOfScans()).isZero();
    sequence.endOfEpoch();
    assertThat(sequence.inference(x -> x).hasNext()).isFalse();
    assertThatThrownBy(() -> sequence.batch(0)).hasMessage("Batch 0 of 0");
  }

  @Test
  void takesScansInTheOrderOfTheDatasets() {
    List<Scan> all = scans.list();
    ScanCollection collection =
        scans.collection(
            List.of(
                new DatasetScans(CountedScans.dataset("later"), List.of(all.get(2))),
                new DatasetScans(CountedScans.dataset("none"), List.of()),
                new DatasetScans(CountedScans.dataset("knees"), List.of(all.get(0), all.get(1)))));
    BatchSequence sequence = sequence(collection, 3, BatchForm.TRAINING, ASCENDING, KEEP);
    assertThat(sequence.scans()).extracting(Scan::scanId).containsExactly("s3", "s1", "s2");
    List<Float> expected = allFirstVoxels();
    Collections.rotate(expected, 2);
    assertThat(firstVoxels(sequence)).isEqualTo(expected);
  }

  @Test
  void scansWithoutMasksHaveNoY() {
    CountedScans unlabelled = new CountedScans(TestScans.withoutMasks(scans.get("s1")));
    for (BatchForm form : BatchForm.values()) {
      BatchSequence sequence = sequence(unlabelled.collection(), 2, form, ASCENDING, KEEP);
      assertThat(sequence.batch(0).x().shape()).isEqualTo(Shape.of(2, 4, 5, 1));
      assertThat(sequence.batch(0).y()).isNull();
    }
  }

  @Test
  void refusesToMixScansWithAndWithoutMasks() {
    CountedScans mixed =
        new CountedScans(scans.get("s1"), TestScans.withoutMasks(scans.get("s2")), scans.get("s3"));
    BatchSequence sequence = sequence(mixed.collection(), 2, BatchForm.TRAINING, ASCENDING, KEEP);
    assertThatThrownBy(() -> sequence.batch(1))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot batch scan s2 with others: only some of them have masks");
    assertThat(sequence.batch(3).y()).isNotNull();
  }

  @Test
  void takesTheCategoriesOfTheDatasetsIfItHasNone() {
    Experiment without = experiment("CATEGORIES", List.of(), "INCLUDE_BACKGROUND", true);
    ScanCollection collection =
        scans.collection(
            new Category(List.of(2), "cartilage", "c", List.of()),
            new Category(List.of(0, 1), "meniscus", "m", List.of()));
    BatchSequence sequence =
        opened(DataLoaders.build(without, collection, 2, BatchForm.TRAINING, ASCENDING, KEEP));
    Experiment with =
        experiment("CATEGORIES", List.of(2, List.of(0, 1)), "INCLUDE_BACKGROUND", true);
    BatchSequence expected =
        opened(DataLoaders.build(with, scans.collection(), 2, BatchForm.TRAINING, ASCENDING, KEEP));
    assertThat(sequence.batch(0).y().shape()).isEqualTo(Shape.of(2, 4, 5, 3));
    assertThat(sequence.batch(0).y().data()).isEqualTo(expected.batch(0).y().data());
  }

  @Test
  void refusesDatasetsOfDifferentCategoriesIfItHasNone() {
    Category one = new Category(List.of(0), "cartilage", "c", List.of());
    Category other = new Category(List.of(1, 2), "meniscus", "m", List.of());
    Category apart = new Category(List.of(1, 2), "patella", "p", List.of());
    ScanCollection collection =
        scans.collection(
            List.of(
                new DatasetScans(CountedScans.dataset("a", one, other), scans.list()),
                new DatasetScans(CountedScans.dataset("b", one, apart), List.of())));
    Experiment without = experiment("CATEGORIES", List.of());
    assertThatThrownBy(
            () -> DataLoaders.build(without, collection, 2, BatchForm.TRAINING, ASCENDING, KEEP))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid CATEGORIES: (): datasets a and b have different categories, (cartilage: 0, meniscus: 1+2) and (cartilage: 0, patella: 1+2), so the mask channels of each class must be given");
    assertThat(sequence(collection, 2, BatchForm.TRAINING, ASCENDING, KEEP).length()).isEqualTo(4);
  }

  @Test
  void namesAScanThatDoesNotFit() {
    CountedScans odd = new CountedScans(scans.get("s1"), TestScans.random("s9", 4, 6, 2, 3, 9));
    BatchSequence sequence = sequence(odd.collection(), 2, BatchForm.TRAINING, ASCENDING, KEEP);
    assertThatThrownBy(sequence::length)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot scatter a scan of 4x6x2: its slices are 4x6")
        .hasMessageEndingWith("(scan s9)");
  }
}
