package io.medseg.experiment;

import io.medseg.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One key and its value, read as what the key means; every refusal names key and value. */
record Setting(String key, Object value) {
  private static final int WHOLE_AXIS = -1;

  boolean isText(String text) {
    return value instanceof String given && given.equalsIgnoreCase(text);
  }

  /** A string; null is the empty one. */
  String text() {
    if (value == null) {
      return "";
    }
    return asText(value);
  }

  String nonEmptyText() {
    String text = text();
    if (text.isBlank()) {
      throw invalid("a name is expected");
    }
    return text;
  }

  /** One of these, in lower case. */
  String oneOf(String... allowed) {
    String lower = text().toLowerCase(Locale.ROOT);
    if (!List.of(allowed).contains(lower)) {
      throw invalid("known are " + String.join(", ", allowed));
    }
    return lower;
  }

  List<String> texts() {
    return each(this::asText);
  }

  /** A list of strings; a string is a list of one, or of none if it is empty. */
  List<String> textOrTexts() {
    if (value instanceof String text) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    return texts();
  }

  boolean truth() {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw invalid("True or False is expected");
  }

  int count() {
    return atLeast(1);
  }

  /** Parts for cross-validation; 0 is none. */
  int folds() {
    int folds = atLeast(0);
    if (folds == 1) {
      throw invalid("a cross-validation has at least 2 folds");
    }
    return folds;
  }

  int atLeast(int least) {
    int number = whole(value);
    if (number < least) {
      throw invalid("at least " + least + " is expected");
    }
    return number;
  }

  double positive() {
    double number = number();
    if (!(number > 0) || Double.isInfinite(number)) {
      throw invalid("a number above 0 is expected");
    }
    return number;
  }

  /** A stride in lengths of a window. */
  double step() {
    double step = number();
    if (!(step > 0 && step <= 1)) {
      throw invalid("a step is above 0 and at most 1, the whole window");
    }
    return step;
  }

  /** A share of a window. */
  double overlap() {
    double overlap = number();
    if (!(overlap >= 0 && overlap < 1)) {
      throw invalid("an overlap is at least 0 and below 1, the whole window");
    }
    return overlap;
  }

  /** An axis of a volume. */
  int axis() {
    int axis = whole(value);
    if (axis < 0 || axis > 2) {
      throw invalid("the axes are 0 (H), 1 (W) and 2 (D)");
    }
    return axis;
  }

  private double number() {
    if (value instanceof Long || value instanceof Double) {
      return ((Number) value).doubleValue();
    }
    throw invalid("a number is expected");
  }

  Optional<Long> optionalWhole() {
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Long number) {
      return Optional.of(number);
    }
    throw invalid("an integer or None is expected");
  }

  List<Integer> sizes() {
    List<Integer> sizes = each(entry -> entry == null ? null : size(whole(entry)));
    if (sizes.isEmpty()) {
      throw invalid("at least one axis is expected");
    }
    return sizes;
  }

  private Integer size(int size) {
    if (size == WHOLE_AXIS) {
      return null;
    }
    if (size < 1) {
      throw invalid("a size is at least 1, or None or -1 for the whole axis");
    }
    return size;
  }

  List<Integer> pads() {
    return each(
        entry -> {
          int pad = entry == null ? 0 : whole(entry);
          if (pad < 0) {
            throw invalid("a pad is at least 0");
          }
          return pad;
        });
  }

  List<Integer> strides() {
    return each(
        entry -> {
          int stride = whole(entry);
          if (stride < 1) {
            throw invalid("a stride is at least 1");
          }
          return stride;
        });
  }

  List<List<Integer>> channelGroups() {
    return each(
        entry -> {
          List<?> group =
              entry instanceof List<?> several ? several : Collections.singletonList(entry);
          List<Integer> channels = new ArrayList<>();
          group.forEach(channel -> channels.add(channel(channel, channels)));
          if (channels.isEmpty()) {
            throw invalid("a class has no mask channel");
          }
          return List.copyOf(channels);
        });
  }

  private int channel(Object entry, List<Integer> before) {
    int channel = whole(entry);
    if (channel < 0) {
      throw invalid("a mask channel is at least 0");
    }
    if (before.contains(channel)) {
      throw invalid("channel " + channel + " is twice in a class");
    }
    return channel;
  }

  /** Second entry of a pair of loss and activation, or of the pair that a loss name stands for. */
  String activation() {
    Object loss = value instanceof String name ? Losses.named(name).orElse(List.of()) : value;
    if (loss instanceof List<?> pair
        && pair.size() == 2
        && pair.get(1) instanceof String activation
        && List.of("sigmoid", "softmax").contains(activation)) {
      return activation;
    }
    throw invalid(
        "a loss and its activation are expected, sigmoid or softmax, as in ('dice',"
            + " 'sigmoid'), or one of "
            + Losses.names());
  }

  List<Map<String, Object>> arguments(List<String> transforms) {
    List<?> given = list();
    if (given.size() != transforms.size()) {
      throw invalid(
          "PREPROCESSING names %d transforms, but arguments are given for %d"
              .formatted(transforms.size(), given.size()));
    }
    List<Map<String, Object>> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      arguments.add(arguments(transforms.get(i), given.get(i)));
    }
    return Collections.unmodifiableList(arguments);
  }

  private Map<String, Object> arguments(String transform, Object given) {
    if (given == null) {
      return Map.of();
    }
    if (given instanceof Map<?, ?> map) {
      Map<String, Object> named = new TreeMap<>();
      map.forEach((name, argument) -> named.put((String) name, argument));
      return Collections.unmodifiableMap(named);
    }
    if (given instanceof List<?> bounds && transform.equals("Windowing")) {
      return Map.of("bounds", CtWindows.bounds(bounds, this::invalid));
    }
    throw invalid("the arguments of " + transform + " must be given by name, {'name': value}");
  }

  private <T> List<T> each(Function<Object, T> read) {
    List<T> entries = new ArrayList<>();
    list().forEach(entry -> entries.add(read.apply(entry)));
    return Collections.unmodifiableList(entries);
  }

  private List<?> list() {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw invalid("a list is expected, as in (1,)");
  }

  private String asText(Object entry) {
    if (entry instanceof String text) {
      return text;
    }
    throw invalid("a string is expected");
  }

  private int whole(Object entry) {
    if (entry instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    if (entry instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9) {
      return number.intValue();
    }
    throw invalid("an integer is expected, not " + LiteralValues.show(entry));
  }

  private InputException invalid(String reason) {
    return new InputException("Invalid " + key + ": " + LiteralValues.show(value) + ": " + reason);
  }
}
