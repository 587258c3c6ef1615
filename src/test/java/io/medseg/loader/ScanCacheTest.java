package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.Waiting;
import io.medseg.dataset.ScanCollection;
import io.medseg.dataset.ScanData;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCacheTest {
  private static final int COUNT = 6;

  /** 4 x 5 x 2 floats, and for each of 3 channels a long for each of 8 rows. */
  private static final long SCAN_BYTES = 4 * 40 + 3 * 8 * 8;

  private final CountedScans scans =
      new CountedScans(
          IntStream.range(0, COUNT)
              .mapToObj(i -> TestScans.random("s" + i, 4, 5, 2, 3, i))
              .toArray(ScanData[]::new));
  private ScanCache cache;

  private ScanCache cache(int workers, int roomFor) {
    unsized(workers, roomFor);
    // As a sequence of batches does.
    all().forEach(cache::header);
    return cache;
  }

  private ScanCache unsized(int workers, int roomFor) {
    cache =
        new ScanCache(
            scans.collection(),
            new ReadingSettings(workers, roomFor * SCAN_BYTES, ReadingSettings.Filling.AS_NEEDED));
    return cache;
  }

  @AfterEach
  void close() {
    cache.close();
    assertThat(scans.closed).hasValue(scans.opened.get());
  }

  private static List<Integer> all() {
    return IntStream.range(0, COUNT).boxed().toList();
  }

  private void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("%d more must come", latch.getCount())
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void workersReadAtTheSameTime() {
    // Nobody goes on before three are reading.
    CountDownLatch together = new CountDownLatch(3);
    scans.beforeRead =
        id -> {
          together.countDown();
          await(together);
        };
    cache(3, COUNT).expect(List.of(0), all());
    for (int scan : all()) {
      assertThat(cache.get(scan)).isSameAs(scans.get("s" + scan));
    }
    assertThat(scans.read).containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4", "s5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sizes known", "sizes not known"})
  void readsAheadNoMoreThanFits(String sizes) {
    CountDownLatch two = new CountDownLatch(2);
    scans.beforeRead = id -> two.countDown();
    (sizes.equals("sizes known") ? cache(3, 2) : unsized(3, 2)).expect(List.of(), all());
    await(two);
    assertThat(cache.get(0)).isNotNull();
    assertThat(cache.get(1)).isNotNull();
    // Both are needed before the others, so that nothing made room for these.
    assertThat(scans.read).containsExactlyInAnyOrder("s0", "s1");
    assertThat(cache.count()).isEqualTo(2);
    assertThat(cache.bytes()).isEqualTo(2 * SCAN_BYTES);
  }

  @Test
  void readsOnWhenScansAreNoLongerNeeded() {
    CountDownLatch four = new CountDownLatch(4);
    scans.beforeRead = id -> four.countDown();
    cache(1, 2).expect(List.of(), all());
    cache.get(0);
    cache.get(1);
    cache.expect(List.of(), List.of(2, 3, 4, 5));
    await(four);
    assertThat(cache.get(2)).isNotNull();
    assertThat(cache.get(3)).isNotNull();
    assertThat(scans.read).containsExactlyInAnyOrder("s0", "s1", "s2", "s3");
  }

  @Test
  void keepsWhatIsNeededSoonest() {
    cache(0, 2);
    for (int scan : all()) {
      cache.expect(List.of(scan), List.of(0, 1));
      cache.get(scan);
    }
    scans.read.clear();
    cache.expect(List.of(), List.of());
    cache.get(0);
    cache.get(1);
    assertThat(scans.read).isEmpty();
  }

  @Test
  void readsAScanThatIsLargerThanTheBound() {
    cache(2, 0).expect(List.of(0), List.of(0, 1));
    assertThat(cache.get(0)).isNotNull();
    assertThat(cache.get(0)).isNotNull();
    assertThat(cache.bytes()).isZero();
    assertThat(scans.read).containsExactly("s0", "s0");
  }

  @Test
  void aScanThatCannotBeReadFailsWhenItIsAskedForAndAloneFails() {
    unsized(2, COUNT);
    scans.broken.add("s1");
    cache.expect(List.of(0), all());
    for (int scan : List.of(0, 2, 3, 4, 5)) {
      assertThat(cache.get(scan)).isSameAs(scans.get("s" + scan));
    }
    assertThatThrownBy(() -> cache.get(1))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot read scan s1: it is broken");
    scans.broken.clear();
    assertThat(cache.get(1)).isSameAs(scans.get("s1"));
  }

  @Test
  void aWorkerSurvivesWhatItCannotRead() {
    cache(1, COUNT);
    scans.broken.add("s0");
    // The first counts, too: it is its reading that fails.
    CountDownLatch all = new CountDownLatch(COUNT);
    scans.beforeRead = id -> all.countDown();
    cache.expect(List.of(), all());
    await(all);
    assertThatThrownBy(() -> cache.get(0)).hasMessage("Cannot read scan s0: it is broken");
  }

  @Test
  void aWorkerSurvivesErrors() {
    cache(1, COUNT);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    CountDownLatch all = new CountDownLatch(COUNT);
    scans.beforeRead =
        id -> {
          all.countDown();
          if (isFirst.getAndSet(false)) {
            throw new NoClassDefFoundError("com/example/Codec");
          }
        };
    cache.expect(List.of(), all());
    await(all);
    assertThat(cache.get(0)).isSameAs(scans.get("s0"));
  }

  /** Nobody waits for a scan that nobody reads. */
  @Test
  void failsAgainWhereNoReaderCanBeOpened() {
    ScanCollection unreadable =
        new ScanCollection(
            scans.collection().parts(),
            () -> {
              throw new InputException("Cannot open a reader");
            });
    cache =
        new ScanCache(
            unreadable, new ReadingSettings(1, SCAN_BYTES, ReadingSettings.Filling.AS_NEEDED));
    cache.expect(List.of(0), all());
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> cache.get(0)).hasMessage("Cannot open a reader");
    }
  }

  @Test
  void fillsWhatFitsAndLeavesOutWhatFails() {
    cache(2, 4).fill();
    assertThat(scans.read).containsExactlyInAnyOrder("s0", "s1", "s2", "s3");
    assertThat(cache.count()).isEqualTo(4);
    assertThat(cache.bytes()).isEqualTo(4 * SCAN_BYTES);
  }

  @Test
  void fillsWithoutWorkers() {
    cache(0, COUNT).fill();
    assertThat(cache.count()).isEqualTo(COUNT);
    assertThat(scans.opened).hasValue(1);
  }

  @Test
  void hasNoMoreWorkersThanScans() {
    CountDownLatch read = new CountDownLatch(COUNT);
    scans.beforeRead = id -> read.countDown();
    unsized(100, COUNT).expect(List.of(), all());
    await(read);
    assertThat(scans.opened.get()).isLessThanOrEqualTo(COUNT);
  }

  @Test
  void closingEndsTheWorkers() {
    CountDownLatch reading = new CountDownLatch(2);
    scans.beforeRead = id -> reading.countDown();
    cache(2, COUNT).expect(List.of(), all());
    await(reading);
    cache.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("scans-ahead-"));
    assertThat(scans.closed).hasValue(scans.opened.get());
    assertThat(cache.bytes()).isZero();
    assertThatThrownBy(() -> cache.get(0)).isInstanceOf(IllegalStateException.class);
  }
}
