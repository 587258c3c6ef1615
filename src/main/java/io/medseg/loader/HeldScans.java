package io.medseg.loader;

import io.medseg.dataset.ScanData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The books of a {@link ScanCache}: which scans are in memory or on their way there, what they
 * take, and which of them are needed next. A scan makes room by putting out others that are needed
 * later than itself, the last needed first. Not synchronised.
 */
final class HeldScans {
  private static final int NOW = -1;
  private static final int NOT_SOON = Integer.MAX_VALUE;
  private static final int NONE = -1;

  private final long maxBytes;
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final Map<Integer, Held> held = new HashMap<>();
  private final Set<Integer> failed = new HashSet<>();
  private final Set<Integer> now = new LinkedHashSet<>();
  private final List<Integer> next = new ArrayList<>();
  private final Map<Integer, Integer> ranks = new HashMap<>();
  private long bytes;

  /** The scan read ahead of whose size nobody knows yet. */
  private int sizing = NONE;

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

  /** What a scan takes. */
  void size(int scan, long size) {
    sizes.put(scan, size);
  }

  /** A scan is on its way; room is kept for it if its size is known and there is room. */
  void claim(int scan) {
    put(scan, new Held(null, 0));
    reserve(scan);
  }

  /** Keeps room for a scan that is on its way; says whether there is, and its size is known. */
  boolean reserve(int scan) {
    release(scan);
    Long size = sizes.get(scan);
    boolean hasRoom = size != null && makeRoom(scan, size);
    put(scan, new Held(null, hasRoom ? size : 0));
    return hasRoom;
  }

  /** A scan is no longer on its way. */
  void release(int scan) {
    Held entry = held.remove(scan);
    bytes -= entry == null ? 0 : entry.bytes();
    sizing = sizing == scan ? NONE : sizing;
  }

  /** Not to be read ahead until it was read all the same. */
  void fail(int scan) {
    failed.add(scan);
  }

  /** A scan that was on its way is here; kept if there is room for it. */
  void keep(int scan, ScanData data, long need) {
    release(scan);
    failed.remove(scan);
    if (makeRoom(scan, need)) {
      put(scan, new Held(data, need));
    }
  }

  private void put(int scan, Held entry) {
    held.put(scan, entry);
    bytes += entry.bytes();
  }

  /**
   * Claims the first scan that is needed and neither here nor on its way, if there is room for it
   * or its size is not known: later ones must not take what it waits for.
   */
  OptionalInt claimAhead() {
    OptionalInt first = sizing == NONE ? firstMissing() : OptionalInt.empty();
    if (first.isPresent()) {
      int scan = first.getAsInt();
      if (!hasRoom(scan, sizes.getOrDefault(scan, 0L))) {
        return OptionalInt.empty();
      }
      claim(scan);
      sizing = sizes.containsKey(scan) ? NONE : scan;
    }
    return first;
  }

  private OptionalInt firstMissing() {
    return Stream.concat(now.stream(), next.stream())
        .filter(scan -> !held.containsKey(scan) && !failed.contains(scan))
        .mapToInt(Integer::intValue)
        .findFirst();
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
