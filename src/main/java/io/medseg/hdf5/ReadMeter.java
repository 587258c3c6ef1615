package io.medseg.hdf5;

/**
 * What the current thread has read from files of scans so far: calls and bytes of the file system,
 * not of memory. A thread's own, so differences before and after a piece of work tell what it read.
 */
public final class ReadMeter {
  private static final ThreadLocal<long[]> TOTALS = ThreadLocal.withInitial(() -> new long[2]);

  private ReadMeter() {}

  /** Reads of this thread. */
  public static long calls() {
    return TOTALS.get()[0];
  }

  /** Bytes that they gave. */
  public static long bytes() {
    return TOTALS.get()[1];
  }

  static void add(long bytes) {
    long[] totals = TOTALS.get();
    totals[0]++;
    totals[1] += bytes;
  }
}
