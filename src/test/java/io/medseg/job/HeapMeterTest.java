package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeapMeterTest {
  /** Small enough to share a region of the heap with others, whatever size the regions have. */
  private static final int QUARTER = 1 << 18;

  /** Written to, so that no compiler leaves the arrays out. */
  private static volatile byte[] garbage;

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void countsWhatIsHeldAndNoGarbage() throws InterruptedException {
    System.gc();
    long before = settled();
    byte[][] held = new byte[256][QUARTER];
    long with = settledUnderGarbage();
    assertThat(held[255][0]).isZero();
    assertThat(with - before).isBetween(250L * QUARTER, 300L * QUARTER);
  }

  private static long settled() throws InterruptedException {
    try (HeapMeter meter = new HeapMeter()) {
      while (meter.peakBytes() == 0) {
        Thread.sleep(10);
      }
      return meter.peakBytes();
    }
  }

  /** Makes garbage all the time, much more than is held. */
  private static long settledUnderGarbage() {
    try (HeapMeter meter = new HeapMeter()) {
      while (meter.peakBytes() == 0) {
        garbage = new byte[QUARTER];
      }
      return meter.peakBytes();
    }
  }
}
