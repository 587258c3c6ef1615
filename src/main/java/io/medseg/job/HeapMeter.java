package io.medseg.job;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;

/**
 * The most heap that is really in use while something runs: collects garbage again and again and
 * looks at what is left. That costs time, so nothing else is to be measured meanwhile.
 */
final class HeapMeter implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Duration interval;
  private final Thread sampler = new Thread(this::sample, "heap-meter");
  private volatile long peak;

  HeapMeter() {
    this(INTERVAL);
  }

  /**
   * @param interval how long what is measured runs between two collections
   */
  HeapMeter(Duration interval) {
    this.interval = interval;
    sampler.setDaemon(true);
    sampler.start();
  }

  private void sample() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    try {
      while (true) {
        memory.gc();
        peak = Math.max(peak, leftByCollection());
        Thread.sleep(interval.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What the collector noted at its end. What is in use now would be more: on a busy machine the
   * threads measured fill the heap again before this one looks.
   */
  private static long leftByCollection() {
    long left = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP && usage != null) {
        left += usage.getUsed();
      }
    }
    return left;
  }

  /** The peak so far, in bytes. */
  long peakBytes() {
    return peak;
  }

  @Override
  public void close() {
    sampler.interrupt();
  }
}
