package io.medseg.job;

import io.medseg.InputException;

/** Refuses values of options that no job could use. */
final class Options {
  private Options() {}

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
