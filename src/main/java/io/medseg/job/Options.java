package io.medseg.job;

import io.medseg.InputException;
import org.apache.hadoop.fs.Path;

/** Refuses values of options that no job could use. */
final class Options {
  private Options() {}

  /**
   * The path that an option gives.
   *
   * @throws InputException if it is empty or Hadoop cannot read it as a path
   */
  static Path path(String option, String value) {
    try {
      return new Path(value);
    } catch (IllegalArgumentException e) {
      throw new InputException("Invalid " + option + ": '" + value + "': " + e.getMessage(), e);
    }
  }

  /**
   * The number that an option gives.
   *
   * @throws InputException if it is less than 1
   */
  static int atLeastOne(String option, int value) {
    if (value < 1) {
      throw new InputException("Invalid " + option + ": " + value + "; at least 1");
    }
    return value;
  }
}
