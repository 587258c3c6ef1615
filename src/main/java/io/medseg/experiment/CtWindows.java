package io.medseg.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The windows of CT by name: the least and the greatest intensity (HU) that stay apart. */
final class CtWindows {
  /**
   * Level minus and plus half the width, of the widths and levels that MedSegPy's trainer names.
   */
  private static final Map<String, List<Double>> BY_NAME =
      Map.of(
          "soft", window(400, 50),
          "bone", window(1800, 400),
          "liver", window(150, 30),
          "spine", window(250, 50),
          "custom", window(500, 50));

  private CtWindows() {}

  private static List<Double> window(double width, double level) {
    return List.of(level - width / 2, level + width / 2);
  }

  /** Bounds for windows that are named or are (lower, upper) pairs already. */
  static List<Object> bounds(
      List<?> windows, Function<String, ? extends RuntimeException> invalid) {
    List<Object> bounds = new ArrayList<>();
    for (Object window : windows) {
      Object pair = window instanceof String name ? BY_NAME.get(name) : window;
      if (!(pair instanceof List<?> numbers) || numbers.size() != 2) {
        throw invalid.apply(
            "a window is a pair (lower, upper) or one of "
                + String.join(", ", BY_NAME.keySet().stream().sorted().toList()));
      }
      bounds.add(numbers);
    }
    return bounds;
  }
}
