package io.medseg.spark;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Sorts the records of a partition: scan by scan, inside a scan by index.
 *
 * @param scan ordinal of the scan, or of a share of it, 0 being the costliest
 * @param index -1 for the scan itself, then its elements or those that a share begins with
 */
record ElementKey(int scan, int index) implements Comparable<ElementKey>, Serializable {
  /** Index of the record that holds the scan. */
  static final int SCAN = -1;

  private static final Comparator<ElementKey> ORDER =
      Comparator.comparingInt(ElementKey::scan).thenComparingInt(ElementKey::index);

  @Override
  public int compareTo(ElementKey other) {
    return ORDER.compare(this, other);
  }
}
