package io.medseg.transform;

import io.medseg.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments of a transform, read as what they mean; every refusal names transform and argument.
 *
 * @param transform its name, for messages
 * @param values by name
 */
record Arguments(String transform, Map<String, Object> values) {

  /**
   * Arguments of which only some names are known.
   *
   * @throws InputException if another one is given
   */
  static Arguments of(String transform, Map<String, Object> values, String... known) {
    Set<String> unknown = new TreeSet<>(values.keySet());
    Set<String> names = Set.of(known);
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw new InputException(
          "Invalid PREPROCESSING_ARGS: %s has no argument %s; known are %s"
              .formatted(transform, String.join(", ", unknown), String.join(", ", known)));
    }
    return new Arguments(transform, values);
  }

  Object required(String name) {
    if (values.get(name) == null) {
      throw new InputException(
          "Invalid PREPROCESSING_ARGS: %s needs the argument %s".formatted(transform, name));
    }
    return values.get(name);
  }

  /** A finite number or a list of them; a number is a list of one. */
  double[] numbers(String name, double byDefault) {
    Object value = values.getOrDefault(name, byDefault);
    if (value instanceof List<?> list) {
      double[] numbers = new double[list.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(name, list.get(i));
      }
      if (numbers.length == 0) {
        throw invalid(name, "a number is expected");
      }
      return numbers;
    }
    return new double[] {number(name, value)};
  }

  boolean isList(String name) {
    return values.get(name) instanceof List<?>;
  }

  /** An integer or a list of them; null is the empty list. */
  int[] integers(String name) {
    Object value = values.get(name);
    if (value == null) {
      return new int[0];
    }
    List<?> list = value instanceof List<?> given ? given : List.of(value);
    int[] integers = new int[list.size()];
    for (int i = 0; i < integers.length; i++) {
      double number = number(name, list.get(i));
      if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
        throw invalid(name, "an integer is expected");
      }
      integers[i] = (int) number;
    }
    return integers;
  }

  /** A list of pairs of numbers. */
  List<double[]> pairs(String name) {
    List<double[]> pairs = new ArrayList<>();
    if (required(name) instanceof List<?> list && !list.isEmpty()) {
      for (Object entry : list) {
        if (!(entry instanceof List<?> pair) || pair.size() != 2) {
          throw invalid(name, "a list of (lower, upper) is expected");
        }
        pairs.add(new double[] {number(name, pair.get(0)), number(name, pair.get(1))});
      }
      return pairs;
    }
    throw invalid(name, "a list of (lower, upper) is expected");
  }

  private double number(String name, Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw invalid(name, "a number is expected");
  }

  InputException invalid(String name, String reason) {
    return new InputException(
        "Invalid PREPROCESSING_ARGS: %s %s %s: %s"
            .formatted(transform, name, values.get(name), reason));
  }
}
