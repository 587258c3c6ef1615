package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks that a scan's slices are all there: the ids 1, 2, ... up to the expected number. */
final class SliceIds {
  /** The scan's own statement of how many slices it has. */
  private static final String EXPECTED = "scan_num_slices";

  private static final int NAMED = 5;

  private SliceIds() {}

  /**
   * The number of slices.
   *
   * @throws InputException if one is missing (up to {@value #NAMED} are named) or there are more
   */
  static int check(Scan scan, ScanSource.Slices source) {
    int[] ids = source.sliceIds();
    int largest = Arrays.stream(ids).max().orElse(0);
    int expected = scan.overrides().get(EXPECTED) instanceof Number n ? n.intValue() : largest;
    if (expected < 1) {
      throw new InputException("there is no slice (" + source.location() + ")");
    }
    if (largest > expected) {
      throw new InputException(
          "slice %d is there but %s is %d (%s)"
              .formatted(largest, EXPECTED, expected, source.imageFile(largest)));
    }
    List<Integer> missing = missing(ids, expected);
    if (!missing.isEmpty()) {
      throw new InputException(describe(missing, expected, source));
    }
    return expected;
  }

  private static List<Integer> missing(int[] ids, int expected) {
    boolean[] found = new boolean[expected + 1];
    for (int id : ids) {
      if (id < 1) {
        throw new InputException("slice id " + id + " is there; slice ids start at 1");
      }
      found[id] = true;
    }
    List<Integer> missing = new ArrayList<>();
    for (int id = 1; id <= expected; id++) {
      if (!found[id]) {
        missing.add(id);
      }
    }
    return missing;
  }

  private static String describe(List<Integer> missing, int expected, ScanSource.Slices source) {
    String where = " (" + source.imageFile(missing.get(0)) + ")";
    if (missing.size() == 1) {
      return "slice " + missing.get(0) + " of " + expected + " is missing" + where;
    }
    List<String> names = missing.stream().limit(NAMED).map(String::valueOf).toList();
    int more = missing.size() - names.size();
    return "slices "
        + String.join(", ", names)
        + (more > 0 ? " and " + more + " more" : "")
        + " of "
        + expected
        + " are missing"
        + where;
  }
}
