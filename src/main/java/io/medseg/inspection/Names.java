package io.medseg.inspection;

import java.util.List;
import java.util.stream.Collectors;

/** Lists in messages: the first ones, and how many there are more. */
final class Names {
  private static final int NAMED = 5;

  private Names() {}

  /** As in "scan a" and "12 scans (a, b, c, d, e, ...)". */
  static String scans(List<String> ids) {
    return counted("scan", ids, ids.size());
  }

  /**
   * As in "subject a" and "12 subjects (a, b, c, d, e, ...)".
   *
   * @param count of all, some of which may not be in the list
   */
  static String counted(String what, List<String> names, long count) {
    return count == 1
        ? what + " " + names.get(0)
        : count + " " + what + "s (" + first(names, count) + ")";
  }

  private static String first(List<String> names, long count) {
    String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return count > NAMED ? first + ", ..." : first;
  }
}
