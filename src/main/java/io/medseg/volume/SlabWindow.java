package io.medseg.volume;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The planes in memory of a volume that is read by slabs: those read last, as many as a budget
 * holds and as {@link #keep} asks for. The ones read first are dropped first, so a walk along D
 * whose windows reach back no further than the look-back reads every slab once.
 */
final class SlabWindow {
  /** Part of the budget for planes behind the slab that is read, unless more is asked for. */
  private static final int LOOK_BACK_PART = 4;

  private final SlabSource source;
  private final int budget;
  private final float[][] planes;
  private final Deque<Integer> oldestFirst = new ArrayDeque<>();
  private int lookBack;
  private int slabDepth;

  /**
   * A window without a plane yet.
   *
   * @param planes where to put planes by their index; null are those not in memory
   * @param bytes of planes to hold at most, but for one plane at least
   */
  SlabWindow(SlabSource source, int planeLength, float[][] planes, long bytes) {
    this.source = source;
    this.planes = planes;
    long room = bytes / Math.max(1, (long) planeLength * Float.BYTES);
    this.budget = (int) Math.max(1, Math.min(planes.length, room));
    divide(budget / LOOK_BACK_PART);
  }

  /** Makes windows of this many planes walk along D without reading a slab twice. */
  void keep(int window) {
    if (window - 1 > lookBack) {
      divide(window - 1);
    }
  }

  private void divide(int newLookBack) {
    lookBack = newLookBack;
    // A window as deep as the budget must not shrink the slabs to single planes.
    int most = Math.max(1, Math.max(budget - lookBack, budget / LOOK_BACK_PART));
    slabDepth = source.slabDepth(most);
    if (slabDepth < 1 || slabDepth > most) {
      throw new IllegalStateException(
          "A source wants slabs of " + slabDepth + " planes; expected 1 to " + most);
    }
  }

  /** Reads the slab around a plane that is not in memory. */
  float[] read(int plane) {
    int first = plane / slabDepth * slabDepth;
    int count = Math.min(slabDepth, planes.length - first);
    for (int d = first; d < first + count; d++) {
      if (planes[d] != null) {
        planes[d] = null;
        oldestFirst.remove(d);
      }
    }
    // Before the new ones are read: there may be no memory for both.
    int most = Math.max(budget, lookBack + slabDepth);
    while (oldestFirst.size() + count > most) {
      planes[oldestFirst.remove()] = null;
    }
    float[][] slab = source.read(first, count);
    for (int i = 0; i < count; i++) {
      planes[first + i] = slab[i];
      oldestFirst.add(first + i);
    }
    return planes[plane];
  }

  void drop() {
    while (!oldestFirst.isEmpty()) {
      planes[oldestFirst.remove()] = null;
    }
  }
}
