package io.medseg.spark;

import io.medseg.loader.ElementRange;
import java.io.Serializable;

/**
 * What one task does of a scan: all of it, or a range of its elements.
 *
 * @param ordinal of the scan, 0 being the costliest
 * @param shares in how many the scan was cut; 1: all of it
 */
record ScanShare(int ordinal, PlannedScan scan, ElementRange range, int shares)
    implements Serializable {
  /** All of a scan. */
  static ScanShare whole(int ordinal, PlannedScan scan) {
    return new ScanShare(ordinal, scan, new ElementRange(0, scan.elements()), 1);
  }

  /** Brings the shares of a scan together, in the order of their ranges. */
  ElementKey key() {
    return new ElementKey(ordinal, range.from());
  }

  /** Its part of the scan's cost. */
  long cost() {
    return Math.round((double) scan.cost() * range.count() / Math.max(1, scan.elements()));
  }
}
