package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.loader.DataLoader;
import io.medseg.loader.ElementRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which scans are cut into ranges of elements that run as tasks of their own.
 *
 * @param parts 1: none; more: every scan into up to so many; 0: those whose work exceeds the fair
 *     share of a task slot
 */
public record ScanSplit(int parts) implements Serializable {
  /** No scan is cut. */
  public static final ScanSplit NEVER = new ScanSplit(1);

  /** A scan with more work than its fair share is cut. */
  public static final ScanSplit AUTO = new ScanSplit(0);

  /** Ranges per fair share: smaller ones even the ends out better, but each reads the scan. */
  private static final int RANGES_PER_SHARE = 2;

  /** Reads "auto", "never" or a number of parts. */
  public static ScanSplit named(String text) {
    if (text.equals("auto")) {
      return AUTO;
    }
    if (text.equals("never")) {
      return NEVER;
    }
    try {
      int parts = Integer.parseInt(text);
      if (parts >= 1) {
        return new ScanSplit(parts);
      }
    } catch (NumberFormatException e) {
      // Told below, as a number that is too small is.
    }
    throw new InputException(
        "Invalid --split-scans: " + text + "; auto, never or a number of parts, at least 1");
  }

  /** The shares of all scans, the costliest first. */
  List<ScanShare> shares(List<PlannedScan> scans, DataLoader loader, int slots) {
    double fair = (double) scans.stream().mapToLong(PlannedScan::cost).sum() / slots;
    List<ScanShare> shares = new ArrayList<>();
    for (int i = 0; i < scans.size(); i++) {
      int ordinal = i;
      PlannedScan scan = scans.get(i);
      int wanted = parts(scan.cost(), fair);
      List<ElementRange> ranges = wanted > 1 ? loader.ranges(scan.header(), wanted) : List.of();
      if (ranges.size() <= 1) {
        shares.add(ScanShare.whole(ordinal, scan));
      } else {
        ranges.forEach(range -> shares.add(new ScanShare(ordinal, scan, range, ranges.size())));
      }
    }
    // Costs descend, as dealing them to partitions wants it; equal ones stay in order.
    shares.sort(Comparator.comparingLong(ScanShare::cost).reversed());
    return shares;
  }

  private int parts(long cost, double fair) {
    if (parts > 0) {
      return parts;
    }
    // A scan that is just the fair share gains nothing: its slot would be busy as long without.
    return cost > fair * (1 + 1.0 / RANGES_PER_SHARE)
        ? (int) Math.ceil(RANGES_PER_SHARE * cost / fair)
        : 1;
  }
}
