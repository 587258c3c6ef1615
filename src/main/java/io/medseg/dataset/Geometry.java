package io.medseg.dataset;

import io.medseg.volume.Affine;
import io.medseg.volume.Orientation;
import io.medseg.volume.Spacing;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what metadata say of how scans lie in the patient. */
final class Geometry {
  /** Metadata are written with few digits. */
  private static final double TOLERANCE = 1e-3;

  private static final Pattern WITHOUT_POINT = Pattern.compile("[-+]?\\d+[eE][-+]?\\d+");

  private Geometry() {}

  /**
   * Reads an orientation as YAML or JSON gives it: a text, or a list of three texts.
   *
   * @throws IllegalArgumentException with a message for people
   */
  static Orientation orientation(Object value) {
    String text =
        value instanceof List<?> words
            ? words.stream().map(String::valueOf).collect(Collectors.joining(" "))
            : String.valueOf(value);
    return Orientation.parse(text);
  }

  /**
   * Reads an affine as YAML gives it: four lists of four numbers.
   *
   * @throws IllegalArgumentException with a message for people
   */
  static Affine affine(Object value) {
    if (!(value instanceof List<?> rows) || rows.size() != 4) {
      throw new IllegalArgumentException(
          "Invalid affine: " + value + ": four rows of four numbers are expected");
    }
    return Affine.of(rows.stream().map(Geometry::row).toArray(double[][]::new));
  }

  private static double[] row(Object value) {
    if (value instanceof List<?> row && row.stream().allMatch(Number.class::isInstance)) {
      return row.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    }
    throw new IllegalArgumentException(
        "Invalid affine: row " + value + ": four numbers are expected");
  }

  /**
   * Numbers that YAML gives as text since they have no point, as in 5e-05, in a list or a list of
   * lists; everything else as it is.
   */
  static Object numbers(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Geometry::numbers).collect(Collectors.toCollection(ArrayList::new));
    }
    return value instanceof String text && WITHOUT_POINT.matcher(text).matches()
        ? Double.valueOf(text)
        : value;
  }

  /** Whether two voxels have the same size, but for rounding. */
  static boolean agree(Spacing one, Spacing other) {
    return agree(one.height(), other.height())
        && agree(one.width(), other.width())
        && agree(one.depth(), other.depth());
  }

  private static boolean agree(double one, double other) {
    return Math.abs(one - other) <= TOLERANCE * Math.max(one, other);
  }

  /** As in "1.0 x 1.0 x 2.5 mm". */
  static String text(Spacing spacing) {
    return spacing.height() + " x " + spacing.width() + " x " + spacing.depth() + " mm";
  }
}
