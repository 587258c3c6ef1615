package io.medseg.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a mask channel may hold: {@code mask_values} of a dataset. */
public enum MaskRule {
  /** 0 and one other value, usually 1, which is in the class. */
  BINARY,
  /** Anything; every value but 0 is in the class. */
  NONZERO;

  /** As the catalog writes it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The rule of a title.
   *
   * @throws IllegalArgumentException if there is none
   */
  static MaskRule named(Object title) {
    return Arrays.stream(values())
        .filter(rule -> rule.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such rule: " + title));
  }

  /** What the catalog may write. */
  static List<String> titles() {
    return Arrays.stream(values()).map(MaskRule::title).toList();
  }
}
