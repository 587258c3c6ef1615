package io.medseg.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Names and shapes of a model's input and output; -1 is an axis of any length. Axis 0 is N, the
 * last axis channels or classes.
 *
 * @param name of the signature, as in "serving_default"
 */
public record ModelSignature(
    String name, String input, List<Long> inputShape, String output, List<Long> outputShape)
    implements Serializable {
  /** Copies the shapes. */
  public ModelSignature {
    inputShape = List.copyOf(inputShape);
    outputShape = List.copyOf(outputShape);
  }

  /** As in "(any, 64, 64, 1)". */
  public static String text(List<Long> shape) {
    return shape.stream()
        .map(length -> length < 0 ? "any" : length.toString())
        .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
  }

  /** As in "(any, 64, 64, 1)". */
  public static String text(long... shape) {
    return text(Arrays.stream(shape).boxed().toList());
  }
}
