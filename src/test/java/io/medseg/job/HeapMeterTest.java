package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.Waiting;
import org.junit.jupiter.api.Test;

class HeapMeterTest {
  /** Small enough to share a region of the heap with others, whatever size the regions have. */
  private static final int QUARTER = 1 << 18;

  /** Written to, so that no compiler leaves the arrays out. */
  private static volatile byte[] garbage;

  @Test
  void countsWhatIsHeldAndNoGarbage() {
    System.gc();
    long before = settled();
    byte[][] held = new byte[256][QUARTER];
    long with = settledUnderGarbage();
    assertThat(held[255][0]).isZero();
    assertThat(with - before).isBetween(250L * QUARTER, 300L * QUARTER);
  }

  private static long settled() {
    try (HeapMeter meter = new HeapMeter()) {
      Waiting.until("a collection of garbage", () -> meter.peakBytes() > 0, () -> "none");
      return meter.peakBytes();
    }
  }

  private static boolean isMeasured(HeapMeter meter) {
    for (int i = 0; i < 1000 && meter.peakBytes() == 0; i++) {
      garbage = new byte[QUARTER];
    }
    return meter.peakBytes() > 0;
  }

  /** Makes garbage all the time, much more than is held. */
  private static long settledUnderGarbage() {
    try (HeapMeter meter = new HeapMeter()) {
      Waiting.until("a collection of garbage", () -> isMeasured(meter), () -> "none");
      return meter.peakBytes();
    }
  }
}
