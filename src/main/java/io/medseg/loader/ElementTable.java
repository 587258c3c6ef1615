package io.medseg.loader;

import io.medseg.InputException;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of several scans, numbered scan by scan. It keeps the lists of the scans, no object
 * for an element.
 *
 * @param scans the elements of each scan
 * @param first number of the first element of each scan, or what it would be
 * @param count of all elements
 */
record ElementTable(List<List<Element>> scans, int[] first, int count) {
  /**
   * @throws InputException if there are more elements than can be numbered
   */
  static ElementTable of(List<List<Element>> scans) {
    int[] first = new int[scans.size()];
    long count = 0;
    for (int scan = 0; scan < first.length; scan++) {
      first[scan] = (int) count;
      count += scans.get(scan).size();
      if (count > Integer.MAX_VALUE) {
        throw new InputException(
            "Cannot number the elements of %d scans: the first %d have %d, and %d is the most; take a larger IMG_STRIDE or fewer scans"
                .formatted(first.length, scan + 1, count, Integer.MAX_VALUE));
      }
    }
    return new ElementTable(scans, first, (int) count);
  }

  /** Which scan an element is of. */
  int scan(int number) {
    int found = Arrays.binarySearch(first, number);
    int scan = found < 0 ? -found - 2 : found;
    // Scans without elements begin where the next one does.
    while (scans.get(scan).isEmpty() || scan + 1 < first.length && first[scan + 1] <= number) {
      scan++;
    }
    return scan;
  }

  /** The element of a number. */
  Element element(int number) {
    int scan = scan(number);
    return scans.get(scan).get(number - first[scan]);
  }
}
