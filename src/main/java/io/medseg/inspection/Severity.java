package io.medseg.inspection;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
  /** A scan or a dataset cannot be used, or results would be wrong. */
  ERROR,
  /** Legal, but often a mistake. */
  WARNING;

  /** As reports show it, as in "error". */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
