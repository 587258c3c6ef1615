package io.medseg.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names and shapes of a model's input and output; -1 is an axis of any length. Axis 0 is N; {@link
 * ModelLayout} says which one channels or classes are. An empty shape is one that the model does
 * not tell.
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

  /** The number of elements that every batch must have, or -1 where any number will do. */
  public long fixedBatchSize() {
    return inputShape.isEmpty() ? -1 : inputShape.get(0);
  }

  /** As in "(any, 64, 64, 1)"; an empty shape is "(any shape)". */
  public static String text(List<Long> shape) {
    return shape.isEmpty()
        ? "(any shape)"
        : shape.stream()
            .map(length -> length < 0 ? "any" : length.toString())
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** As in "(any, 64, 64, 1)". */
  public static String text(long... shape) {
    return text(Arrays.stream(shape).boxed().toList());
  }
}
