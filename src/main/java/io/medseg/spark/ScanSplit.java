package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.loader.DataLoader;
import io.medseg.loader.ElementRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which scans are cut into ranges of elements that run as tasks of their own; never one whose
 * elements depend on what they are batched with ({@link DataLoader#isElementwise}).
 *
 * @param parts 1: none; more: every scan into up to so many; 0: those whose work exceeds the fair
 *     share of a task slot
 */
public record ScanSplit(int parts) implements Serializable {
  /** No scan is cut. */
  public static final ScanSplit NEVER = new ScanSplit(1);

  /** A scan with more work than its fair share is cut. */
  public static final ScanSplit AUTO = new ScanSplit(0);

  /**
   * Ranges per fair share that are tried: small ones even the ends out better, but each reads the
   * scan, so the fewest are taken that do about as well as the best.
   */
  private static final int[] RANGES_PER_SHARE = {2, 3, 4, 6, 8};

  /** How much longer than the best a run may take with fewer ranges. */
  private static final double ABOUT_AS_WELL = 1.03;

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
    if (parts > 0) {
      return cut(scans, loader, scan -> parts);
    }
    double fair = (double) scans.stream().mapToLong(PlannedScan::cost).sum() / slots;
    List<List<ScanShare>> candidates = new ArrayList<>();
    candidates.add(cut(scans, loader, scan -> 1));
    if (scans.stream().anyMatch(scan -> scan.cost() > fair)) {
      for (int ranges : RANGES_PER_SHARE) {
        candidates.add(
            cut(
                scans,
                loader,
                scan -> scan.cost() > fair ? (int) Math.ceil(ranges * scan.cost() / fair) : 1));
      }
    }
    double best =
        candidates.stream().mapToLong(shares -> Balance.longest(shares, slots)).min().orElse(0);
    return candidates.stream()
        .filter(shares -> Balance.longest(shares, slots) <= best * ABOUT_AS_WELL)
        .findFirst()
        .orElseThrow();
  }

  private static List<ScanShare> cut(
      List<PlannedScan> scans, DataLoader loader, ToIntFunction<PlannedScan> parts) {
    List<ScanShare> shares = new ArrayList<>();
    for (int i = 0; i < scans.size(); i++) {
      int ordinal = i;
      PlannedScan scan = scans.get(i);
      int wanted = parts.applyAsInt(scan);
      // Cutting a scan changes which elements share a batch.
      boolean isCut = wanted > 1 && loader.isElementwise(scan.header());
      List<ElementRange> ranges = isCut ? loader.ranges(scan.header(), wanted) : List.of();
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
}
