package io.medseg.hdf5;

import io.medseg.InputException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The part of this JVM's heap that reading scans may take. What a scan takes while it is read is
 * reserved before it is used: tasks wait for each other, in the order in which they came, and what
 * could never be had is refused, however many read at a time. Whoever waits holds nothing reserved,
 * so that nobody waits for ever: a reservation must not be made inside another. Any thread.
 */
final class ReadingMemory {
  /** That of this JVM: the rest of the heap is for what is held of scans when they were read. */
  static final ReadingMemory OF_JVM =
      new ReadingMemory(Runtime.getRuntime().maxMemory() / 4 * 3, Runtime.getRuntime().maxMemory());

  private static final long MEBIBYTE = 1 << 20;

  private final int mebibytes;
  private final long heap;
  private final Semaphore free;

  /**
   * @param bytes for reading
   * @param heap all bytes, for messages
   */
  ReadingMemory(long bytes, long heap) {
    this.mebibytes = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / MEBIBYTE));
    this.heap = heap;
    this.free = new Semaphore(mebibytes, true);
  }

  /**
   * What reading something takes.
   *
   * @param image bytes of image and masks, or of some planes of the image
   * @param buffers bytes beside them: chunks on their way, a remote file in memory
   * @param dataset whose chunks are the largest, for messages
   */
  record Need(long image, long buffers, String dataset) {
    long bytes() {
      return image + buffers;
    }
  }

  /**
   * Refuses what could never be had.
   *
   * @throws InputException with the bytes that are needed and those that there are
   */
  void check(Need need) {
    if (mebibytes(need) > mebibytes) {
      throw new InputException(
          "reading it takes %s of heap (%s of voxels, %s to unpack chunks of %s), but %s of the %s that this JVM has are for reading; give executors more (--executor-memory, in local mode --driver-memory), or store it in smaller chunks (h5repack -l CHUNK=64x64x16)"
              .formatted(
                  megabytes(need.bytes()),
                  megabytes(need.image()),
                  megabytes(need.buffers()),
                  need.dataset(),
                  megabytes(mebibytes * MEBIBYTE),
                  megabytes(heap)));
    }
  }

  /**
   * Reads something when there is memory for it. If it runs out of memory although it has what it
   * needs (the heap is in pieces, or others hold more than their share), it is tried once more when
   * nothing else is read.
   *
   * @param reading begins anew when it is asked again
   * @throws InputException as {@link #check}
   */
  <T> T reading(Need need, Supplier<T> reading) {
    check(need);
    int wanted = (int) mebibytes(need);
    try {
      return with(wanted, reading);
    } catch (RuntimeException | OutOfMemoryError e) {
      if (wanted < mebibytes && isOutOfMemory(e)) {
        return with(mebibytes, reading);
      }
      throw e;
    }
  }

  private static boolean isOutOfMemory(Throwable e) {
    return e != null && (e instanceof OutOfMemoryError || isOutOfMemory(e.getCause()));
  }

  private <T> T with(int wanted, Supplier<T> reading) {
    ReadingTurn turn = ReadingTurn.ofThread();
    try {
      turn.take(free, wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for memory to read a scan", e);
    }
    try {
      return reading.get();
    } finally {
      turn.giveBack();
    }
  }

  private static long mebibytes(Need need) {
    return (need.bytes() + MEBIBYTE - 1) / MEBIBYTE;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
