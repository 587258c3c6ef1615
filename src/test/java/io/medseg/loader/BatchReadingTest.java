package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How scans are read changes nothing in what batches hold. */
class BatchReadingTest {
  private static final int EPOCHS = 2;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void batchesAreTheSameForAnyWorkersAndMemory(long seed) {
    Random random = new Random(seed);
    CountedScans scans = scans(random);
    Experiment experiment = experiment(random);
    BatchSettings settings = settings(random, experiment);
    List<float[]> expected = batches(scans, experiment, settings, reading(0, 0));
    long all = 0;
    for (var scan : scans.list()) {
      all += bytes(scans.get(scan.scanId()));
    }
    for (int workers : new int[] {0, 1, 3}) {
      for (long cacheBytes : new long[] {0, all / 5, all / 2, all}) {
        scans.read.clear();
        List<float[]> found = batches(scans, experiment, settings, reading(workers, cacheBytes));
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
          assertThat(Arrays.equals(found.get(i), expected.get(i))).as("array %d", i).isTrue();
        }
        if (cacheBytes == all) {
          assertThat(scans.read).hasSize(new HashSet<>(scans.read).size());
        }
      }
    }
  }

  /** What a batch keeps of each of its scans is enough for every loader and slice axis. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsEveryScanOfABatchOnceThoughNoneIsKept(long seed) {
    Random random = new Random(seed);
    CountedScans scans = scans(random);
    Experiment experiment = experiment(random);
    try (BatchSequence sequence =
        new BatchSequence(
            experiment,
            scans.collection(),
            settings(random, experiment),
            new ReadingSettings(0, 0, ReadingSettings.Filling.AS_NEEDED))) {
      for (int i = 0; i < sequence.length(); i++) {
        scans.read.clear();
        sequence.batch(i);
        assertThat(scans.read).isNotEmpty().doesNotHaveDuplicates();
      }
    }
  }

  private static CountedScans scans(Random random) {
    int depth = 3 + random.nextInt(4);
    return new CountedScans(
        IntStream.range(0, 3 + random.nextInt(8))
            .mapToObj(i -> TestScans.random("s" + i, 6, 7, depth, 3, random.nextLong()))
            .toArray(ScanData[]::new));
  }

  private static Experiment experiment(Random random) {
    return TestScans.experiment(
        random.nextBoolean() ? Parity.NONE : Parity.MEDSEGPY,
        "TAG",
        random.nextBoolean() ? "S25dDataLoader" : "PatchDataLoader",
        "IMG_SIZE",
        Arrays.asList(null, null, random.nextBoolean() ? 1 : 3),
        "SLICE_AXIS",
        random.nextInt(3));
  }

  private static BatchSettings settings(Random random, Experiment experiment) {
    return new BatchSettings(
        1 + random.nextInt(6),
        random.nextBoolean() ? BatchForm.TRAINING : BatchForm.TESTING,
        random.nextBoolean() ? BatchSettings.LastBatch.KEEP : BatchSettings.LastBatch.DROP,
        random.nextInt(4) == 0
            ? BatchSettings.Arrangement.ASCENDING
            : BatchSettings.Arrangement.SHUFFLED,
        Optional.of(random.nextLong() | 1),
        experiment.parity());
  }

  private static ReadingSettings reading(int workers, long cacheBytes) {
    return new ReadingSettings(
        workers,
        cacheBytes,
        workers % 2 == 0
            ? ReadingSettings.Filling.BEFORE_FIRST_BATCH
            : ReadingSettings.Filling.AS_NEEDED);
  }

  private static List<float[]> batches(
      CountedScans scans, Experiment experiment, BatchSettings settings, ReadingSettings reading) {
    List<float[]> arrays = new ArrayList<>();
    AtomicLong most = new AtomicLong();
    try (BatchSequence sequence =
        new BatchSequence(experiment, scans.collection(), settings, reading)) {
      scans.beforeRead = id -> most.accumulateAndGet(sequence.cachedBytes(), Math::max);
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (int i = 0; i < sequence.length(); i++) {
          Batch batch = sequence.batch(i);
          arrays.add(batch.x().data());
          arrays.add(batch.y().data());
          most.accumulateAndGet(sequence.cachedBytes(), Math::max);
        }
        sequence.endOfEpoch();
      }
    }
    assertThat(most.get()).isLessThanOrEqualTo(reading.cacheBytes());
    return arrays;
  }

  private static long bytes(ScanData data) {
    return 4 * data.image().shape().elements() + 3L * 8 * 6 * data.image().shape().get(2);
  }
}
