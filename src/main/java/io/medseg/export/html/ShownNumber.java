package io.medseg.export.html;

import java.util.Locale;

/** Numbers as pages show them: the same in every language, so that two reports compare. */
public final class ShownNumber {
  /** For what is not defined. */
  public static final String NONE = "–";

  /** From here on digits before the point would fill a table. */
  private static final double MANY = 1e9;

  private ShownNumber() {}

  /** A score with four decimals, fewer from 10 on; a power of ten where nobody counts digits. */
  public static String score(double value) {
    double size = Math.abs(value);
    String decimals = size < 10 ? "%.4f" : size < 100 ? "%.3f" : "%.2f";
    return special(value, size < MANY ? decimals : "%.3e");
  }

  /** A difference with its sign; one decimal more than scores have. */
  public static String difference(double value) {
    return special(value, Math.abs(value) < MANY ? "%+.5f" : "%+.3e");
  }

  /** A p value: three significant digits, none below 0.0001. */
  public static String probability(double p) {
    return p < 1e-4 ? "< 0.0001" : special(p, "%.3g");
  }

  /** A time as a person says it. */
  static String seconds(double seconds) {
    if (seconds < 100) {
      return special(seconds, seconds < 10 ? "%.2f s" : "%.1f s");
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  private static String special(double value, String format) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    return String.format(Locale.ROOT, format, value);
  }
}
