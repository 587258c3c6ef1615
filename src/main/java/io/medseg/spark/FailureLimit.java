package io.medseg.spark;

import io.medseg.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many scans may fail before a run gives up.
 *
 * @param count at most so many
 * @param percent at most so many of a hundred scans
 */
public record FailureLimit(long count, double percent) {
  /** A run never gives up. */
  public static final FailureLimit NONE = new FailureLimit(Long.MAX_VALUE, 100);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})|(\\d{1,3}(?:\\.\\d{1,6})?)%");

  /**
   * Reads "N" or "P%"; null is no limit.
   *
   * @throws InputException if it is neither
   */
  public static FailureLimit parse(String text) {
    if (text == null) {
      return NONE;
    }
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches() && matcher.group(1) != null) {
      return new FailureLimit(Long.parseLong(matcher.group(1)), 100);
    }
    if (matcher.matches() && Double.parseDouble(matcher.group(2)) <= 100) {
      return new FailureLimit(Long.MAX_VALUE, Double.parseDouble(matcher.group(2)));
    }
    throw new InputException(
        "Invalid --max-failures: " + text + "; a number of scans, or a percentage as in 2%");
  }

  /** Whether a run of so many scans gives up after so many failures. */
  boolean isExceeded(int failures, int scans) {
    return failures > count || failures * 100.0 > percent * scans;
  }
}
