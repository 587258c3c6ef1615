package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchSequenceTest {
  private final TestScans.Reader reader =
      new TestScans.Reader(
          TestScans.random("s1", 4, 5, 3, 3, 1),
          TestScans.random("s2", 4, 5, 2, 3, 2),
          TestScans.random("s3", 4, 5, 2, 3, 3));
  private final Experiment experiment =
      TestScans.experiment(
          Parity.NONE, "IMG_SIZE", List.of(4, 5, 1), "TRAIN_BATCH_SIZE", 3, "SEED", 5);

  private BatchSequence sequence(BatchSettings settings) {
    return new BatchSequence(DataLoaders.create(experiment), reader.list(), reader, settings);
  }

  private static BatchSettings settings(
      BatchForm form, BatchSettings.LastBatch last, BatchSettings.Arrangement arrangement) {
    return new BatchSettings(3, form, last, arrangement, Optional.of(5L), Parity.NONE);
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
    reader
        .list()
        .forEach(
            scan -> {
              var image = reader.read(scan).image();
              for (int d = 0; d < image.shape().get(2); d++) {
                firsts.add(image.get(0, 0, d));
              }
            });
    return firsts;
  }

  @Test
  void countsBatches() {
    assertThat(sequence(BatchSettings.training(experiment)).elements()).isEqualTo(7);
    assertThat(sequence(BatchSettings.training(experiment)).length()).isEqualTo(2);
    var keeping =
        settings(
            BatchForm.TRAINING, BatchSettings.LastBatch.KEEP, BatchSettings.Arrangement.ASCENDING);
    assertThat(sequence(keeping).length()).isEqualTo(3);
    var testing =
        settings(
            BatchForm.TESTING, BatchSettings.LastBatch.DROP, BatchSettings.Arrangement.ASCENDING);
    assertThat(sequence(testing).length()).isEqualTo(3);
  }

  @Test
  void takesElementsScanByScan() {
    var settings =
        settings(
            BatchForm.TRAINING, BatchSettings.LastBatch.KEEP, BatchSettings.Arrangement.ASCENDING);
    assertThat(firstVoxels(sequence(settings))).isEqualTo(allFirstVoxels());
  }

  @Test
  void shufflesEveryEpochAnew() {
    var settings =
        settings(
            BatchForm.TRAINING, BatchSettings.LastBatch.KEEP, BatchSettings.Arrangement.SHUFFLED);
    BatchSequence sequence = sequence(settings);
    List<Float> first = firstVoxels(sequence);
    assertThat(first)
        .isNotEqualTo(allFirstVoxels())
        .containsExactlyInAnyOrderElementsOf(allFirstVoxels());
    assertThat(firstVoxels(sequence(settings))).isEqualTo(first);
    sequence.endOfEpoch();
    assertThat(firstVoxels(sequence))
        .isNotEqualTo(first)
        .containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void readsAScanOnceForNeighbouringElements() {
    var settings =
        settings(
            BatchForm.TESTING, BatchSettings.LastBatch.KEEP, BatchSettings.Arrangement.ASCENDING);
    firstVoxels(sequence(settings));
    assertThat(reader.read).containsExactly("s1", "s2", "s3");
  }

  @Test
  void preprocessesABatchAsAWhole() {
    Experiment flipped =
        TestScans.experiment(
            Parity.NONE,
            "IMG_SIZE",
            List.of(4, 5, 1),
            "PREPROCESSING",
            List.of("FlipTransform"),
            "PREPROCESSING_ARGS",
            List.of(Map.of("axis", 0)));
    var settings =
        new BatchSettings(
            7,
            BatchForm.TRAINING,
            BatchSettings.LastBatch.KEEP,
            BatchSettings.Arrangement.ASCENDING,
            Optional.empty(),
            Parity.NONE);
    List<Float> found =
        firstVoxels(
            new BatchSequence(DataLoaders.create(flipped), reader.list(), reader, settings));
    List<Float> expected = allFirstVoxels();
    Collections.reverse(expected);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void refusesABatchThatIsNotThere() {
    assertThatThrownBy(() -> sequence(BatchSettings.training(experiment)).batch(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Batch 2 of 2");
  }
}
