package io.medseg.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as Python prints them, so that files compare byte for byte with MedSegPy's. {@link
 * Double#toString} does not do: up to JDK 18 it sometimes gives more digits than needed, and it
 * switches to exponents elsewhere.
 */
public final class PythonFloat {
  private static final RoundingMode[] NEAREST_FIRST = {
    RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP
  };

  private PythonFloat() {}

  /** As {@code repr(value)}: the shortest digits that read back as the value, 1e-05, 1.0, nan. */
  public static String repr(double value) {
    if (isSpecial(value)) {
      return special(value);
    }
    if (value == 0) {
      return sign(value) + "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    int exponent = exponent(shortest);
    if (exponent >= -4 && exponent < 16) {
      String digits = shortest.toPlainString();
      return sign(value) + (digits.contains(".") ? digits : digits + ".0");
    }
    return sign(value) + scientific(shortest, exponent);
  }

  /** As {@code format(value, "g")}: 6 significant digits without trailing zeros. */
  public static String general(double value) {
    if (isSpecial(value)) {
      return special(value);
    }
    if (value == 0) {
      return sign(value) + "0";
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(6, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = exponent(rounded);
    return sign(value)
        + (exponent >= -4 && exponent < 6
            ? rounded.toPlainString()
            : scientific(rounded, exponent));
  }

  /** As {@code format(value, ".3f")} for 3 decimals; rounds the exact binary value. */
  static String fixed(double value, int decimals) {
    return isSpecial(value)
        ? special(value)
        : sign(value)
            + new BigDecimal(Math.abs(value))
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString();
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    // If n digits read back as the value, so do n + 1: go down from what the JDK takes for shortest
    // as long as it works; rounding the exact value again also picks the nearest of equal length.
    for (int digits = best.precision(); digits > 0; digits--) {
      BigDecimal shorter = readsBack(exact, digits, value);
      if (shorter == null) {
        break;
      }
      best = shorter;
    }
    return best.stripTrailingZeros();
  }

  private static BigDecimal readsBack(BigDecimal exact, int digits, double value) {
    for (RoundingMode mode : NEAREST_FIRST) {
      BigDecimal rounded = exact.round(new MathContext(digits, mode));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return null;
  }

  /** The power of ten of the first digit. */
  private static int exponent(BigDecimal stripped) {
    return stripped.precision() - stripped.scale() - 1;
  }

  private static String scientific(BigDecimal stripped, int exponent) {
    String digits = stripped.unscaledValue().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return String.format(
        Locale.ROOT, "%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String sign(double value) {
    return value < 0 || 1 / value == Double.NEGATIVE_INFINITY ? "-" : "";
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : sign(value) + "inf";
  }
}
