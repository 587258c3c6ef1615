package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingMemoryTest {
  private static final long MEBIBYTE = 1 << 20;

  private static ReadingMemory.Need need(long image, long buffers) {
    return new ReadingMemory.Need(image * MEBIBYTE, buffers * MEBIBYTE, "volume");
  }

  @Test
  void whatCouldNeverBeHadIsRefusedWithTheBytes() {
    ReadingMemory memory = new ReadingMemory(75 * MEBIBYTE, 100 * MEBIBYTE);

    assertThat(memory.reading(need(60, 15), () -> "read")).isEqualTo("read");
    assertThatThrownBy(() -> memory.reading(need(60, 16), () -> "read"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "reading it takes 79.7 MB of heap (62.9 MB of voxels, 16.8 MB to unpack chunks of volume), but 78.6 MB of the 104.9 MB that this JVM has are for reading; give executors more (--executor-memory, in local mode --driver-memory), or store it in smaller chunks (h5repack -l CHUNK=64x64x16)");
    assertThatThrownBy(() -> memory.reading(need(Integer.MAX_VALUE, 1), () -> "read"))
        .isInstanceOf(InputException.class);
  }

  /** Every reading gets its turn, and no more is used at a time than there is. */
  @Test
  void readingsWaitForEachOther() throws Exception {
    ReadingMemory memory = new ReadingMemory(100 * MEBIBYTE, 100 * MEBIBYTE);
    AtomicLong used = new AtomicLong();
    AtomicLong most = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int wanted = 1 + 33 * (i % 4);
      tasks.add(
          () ->
              memory.reading(
                  need(wanted, 0),
                  () -> {
                    most.accumulateAndGet(used.addAndGet(wanted), Math::max);
                    Thread.yield();
                    used.addAndGet(-wanted);
                    return wanted;
                  }));
    }
    for (Future<Integer> task : pool.invokeAll(tasks)) {
      assertThat(task.get()).isPositive();
    }
    pool.shutdown();
    assertThat(most.get()).isBetween(100L, 100L);
    assertThat(used.get()).isZero();
  }

  /** What failed gives back what it had. */
  @Test
  void aReadingThatFailsGivesItBack() {
    ReadingMemory memory = new ReadingMemory(10 * MEBIBYTE, 10 * MEBIBYTE);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  memory.reading(
                      need(10, 0),
                      () -> {
                        throw new InputException("damaged");
                      }))
          .hasMessage("damaged");
    }
    assertThat(memory.reading(need(10, 0), () -> 1)).isEqualTo(1);
  }

  /** With all the memory, and once. */
  @Test
  void whatRunsOutOfMemoryIsTriedOnceMoreAlone() {
    ReadingMemory memory = new ReadingMemory(10 * MEBIBYTE, 10 * MEBIBYTE);
    AtomicLong tries = new AtomicLong();
    assertThat(
            memory.reading(
                need(3, 0),
                () -> {
                  if (tries.incrementAndGet() == 1) {
                    throw new InputException("no memory", new OutOfMemoryError());
                  }
                  return "read";
                }))
        .isEqualTo("read");
    for (int wanted : new int[] {3, 10}) {
      tries.set(0);
      assertThatThrownBy(
              () ->
                  memory.reading(
                      need(wanted, 0),
                      () -> {
                        tries.incrementAndGet();
                        throw new InputException("no memory", new OutOfMemoryError());
                      }))
          .hasMessage("no memory");
      assertThat(tries.get()).isEqualTo(wanted == 10 ? 1 : 2);
    }
  }

  /** A task that is stopped while it waits does not go on. */
  @Test
  void anInterruptEndsTheWaiting() {
    ReadingMemory memory = new ReadingMemory(10 * MEBIBYTE, 10 * MEBIBYTE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> memory.reading(need(1, 0), () -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Interrupted while waiting for memory to read a scan");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** The time of waiting is known, and a thread that does not return keeps nobody waiting. */
  @Test
  void whatAThreadHasThatDoesNotReturnIsTakenBack() throws Exception {
    ReadingMemory memory = new ReadingMemory(10 * MEBIBYTE, 10 * MEBIBYTE);
    ReadingTurn stuck = new ReadingTurn();
    ReadingTurn waiting = new ReadingTurn();
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Future<String> first =
        pool.submit(
            () -> {
              stuck.bind();
              return memory.reading(need(10, 0), () -> stuckUntil(reads, never));
            });
    reads.await();
    Future<String> second =
        pool.submit(
            () -> {
              waiting.bind();
              return memory.reading(need(10, 0), () -> "second");
            });
    Waiting.until("the second to wait", () -> waiting.waitedNanos() > 1_000_000, () -> "none");
    assertThat(second).isNotDone();

    stuck.end();

    assertThat(second.get()).isEqualTo("second");
    long waited = waiting.waitedNanos();
    assertThat(waited).isGreaterThan(1_000_000);
    never.countDown();
    assertThat(first.get()).isEqualTo("first");
    // The first gave nothing back twice: there is no more than there was.
    assertThat(memory.reading(need(10, 0), () -> "third")).isEqualTo("third");
    assertThat(waiting.waitedNanos()).isEqualTo(waited);
    pool.shutdown();
  }

  private static String stuckUntil(CountDownLatch reads, CountDownLatch end) {
    reads.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "first";
  }
}
