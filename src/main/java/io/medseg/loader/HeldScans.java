package io.medseg.loader;

import io.medseg.dataset.ScanData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The books of a {@link ScanCache}: which scans are in memory or on their way there, what they
 * take, and which of them are needed next. A scan makes room by putting out others that are needed
 * later than itself, the last needed first. Not synchronised.
 */
final class HeldScans {
  private static final int NOW = -1;
  private static final int NOT_SOON = Integer.MAX_VALUE;

  private final long maxBytes;
  private final Map<Integer, Held> held = new HashMap<>();
  private final Set<Integer> now = new LinkedHashSet<>();
  private final List<Integer> next = new ArrayList<>();
  private final Map<Integer, Integer> ranks = new HashMap<>();
  private long bytes;

  /** A scan with the bytes kept for it; without data it is on its way. */
  private record Held(ScanData data, long bytes) {}

  HeldScans(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What will be asked for: some scans now, others after them in this order. */
  void expect(List<Integer> scansNow, List<Integer> scansNext) {
    now.clear();
    now.addAll(scansNow);
    next.clear();
    ranks.clear();
    for (int scan : scansNext) {
      if (ranks.putIfAbsent(scan, next.size()) == null) {
        next.add(scan);
      }
    }
  }

  /** It has been asked for. */
  void used(int scan) {
    now.remove(scan);
  }

  /** The scan; null if it is not in memory. */
  ScanData get(int scan) {
    Held entry = held.get(scan);
    return entry == null ? null : entry.data();
  }

  /** Whether someone reads it. */
  boolean isOnItsWay(int scan) {
    return held.containsKey(scan) && get(scan) == null;
  }

  /** A scan is on its way; no bytes are kept for it yet. */
  void claim(int scan) {
    put(scan, new Held(null, 0));
  }

  /** Keeps bytes for a scan that is on its way; says whether there is room for it. */
  boolean reserve(int scan, long need) {
    release(scan);
    boolean hasRoom = makeRoom(scan, need);
    put(scan, new Held(null, hasRoom ? need : 0));
    return hasRoom;
  }

  /** A scan is no longer on its way. */
  void release(int scan) {
    Held entry = held.remove(scan);
    bytes -= entry == null ? 0 : entry.bytes();
  }

  /** A scan that was on its way is here; kept if there is room for it. */
  void keep(int scan, ScanData data, long need) {
    release(scan);
    if (makeRoom(scan, need)) {
      put(scan, new Held(data, need));
    }
  }

  private void put(int scan, Held entry) {
    held.put(scan, entry);
    bytes += entry.bytes();
  }

  /**
   * The first scan that is needed and neither here nor on its way, if there is room for it: later
   * ones must not take what it waits for.
   *
   * @param sizes bytes of each scan; 0 where they are not known
   * @param left scans to leave out
   */
  OptionalInt toReadAhead(long[] sizes, Set<Integer> left) {
    for (Iterable<Integer> scans : List.of(now, next)) {
      for (int scan : scans) {
        if (!held.containsKey(scan) && !left.contains(scan)) {
          return hasRoom(scan, sizes[scan]) ? OptionalInt.of(scan) : OptionalInt.empty();
        }
      }
    }
    return OptionalInt.empty();
  }

  private boolean hasRoom(int scan, long need) {
    long room = maxBytes - bytes;
    for (Map.Entry<Integer, Held> entry : held.entrySet()) {
      boolean canGo = entry.getValue().data() != null && urgency(entry.getKey()) > urgency(scan);
      room += canGo ? entry.getValue().bytes() : 0;
    }
    return need <= room;
  }

  private boolean makeRoom(int scan, long need) {
    if (!hasRoom(scan, need)) {
      return false;
    }
    while (maxBytes - bytes < need) {
      release(lastNeeded());
    }
    return true;
  }

  private int lastNeeded() {
    int last = NOW;
    int found = NOW;
    for (Map.Entry<Integer, Held> entry : held.entrySet()) {
      if (entry.getValue().data() != null && urgency(entry.getKey()) > last) {
        last = urgency(entry.getKey());
        found = entry.getKey();
      }
    }
    return found;
  }

  /** The smaller, the sooner the scan is needed. */
  private int urgency(int scan) {
    return now.contains(scan) ? NOW : ranks.getOrDefault(scan, NOT_SOON);
  }

  /** Bytes of the scans that are here, and of those on their way as far as they are kept. */
  long bytes() {
    return bytes;
  }

  /** Number of scans in memory. */
  int count() {
    return (int) held.values().stream().filter(entry -> entry.data() != null).count();
  }

  /** Forgets everything. */
  void clear() {
    expect(List.of(), List.of());
    held.clear();
    bytes = 0;
  }
}
