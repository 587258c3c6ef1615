package io.medseg.model;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an experiment gives a model and wants of it, to be compared with the model's signature
 * before anything runs. An axis of any length in the signature fits every length; a shape that the
 * signature leaves out is not checked.
 *
 * @param element shape of one element as the model gets it, without N, channels last
 * @param elementSettings the settings that decide it, as in "IMG_SIZE"
 * @param batchSize elements per batch, TEST_BATCH_SIZE
 * @param classes values wanted per voxel
 * @param background whether the first of them is the background, INCLUDE_BACKGROUND
 * @param layout of the model; messages show shapes in it
 */
public record ModelCheck(
    Shape element,
    String elementSettings,
    int batchSize,
    int classes,
    Background background,
    ModelLayout layout) {
  /** Whether a model gives a value for the background, before those of the categories. */
  public enum Background {
    INCLUDED,
    LEFT_OUT;

    private String settings(int classes) {
      return this == INCLUDED ? "CATEGORIES " + (classes - 1) + " + background" : "CATEGORIES";
    }

    /** What helps a model of one class more or less. */
    private String advice(long found, int classes) {
      if (this == LEFT_OUT && found == classes + 1) {
        return "; if its first class is the background, set INCLUDE_BACKGROUND to True";
      }
      if (this == INCLUDED && found == classes - 1) {
        return "; if it has no class for the background, set INCLUDE_BACKGROUND to False";
      }
      return "";
    }
  }

  /** Checks the numbers. */
  public ModelCheck {
    if (element.rank() < 2 || batchSize < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "Invalid model check: element %s, batch size %d, classes %d"
              .formatted(element, batchSize, classes));
    }
  }

  /**
   * Compares.
   *
   * @param model as messages call it
   * @throws InputException if they do not fit; the message shows both sides and the settings
   */
  public void check(String model, ModelSignature signature) {
    checkInput(model, signature);
    checkBatchSize(model, signature);
    checkOutput(model, signature);
  }

  private void checkInput(String model, ModelSignature signature) {
    List<Long> given = batchOf(element, layout);
    if (!fits(signature.inputShape(), given)) {
      throw new InputException(
          "Invalid model %s: its input %s is %s but the experiment gives %s (%s)%s"
              .formatted(
                  model,
                  signature.input(),
                  ModelSignature.text(signature.inputShape()),
                  ModelSignature.text(given),
                  elementSettings,
                  advice(signature.inputShape())));
    }
  }

  private String advice(List<Long> input) {
    for (ModelLayout other : ModelLayout.values()) {
      if (fits(input, batchOf(element, other))) {
        return "; INPUT_LAYOUT " + other + " would fit";
      }
    }
    return "";
  }

  private void checkBatchSize(String model, ModelSignature signature) {
    long fixed = signature.fixedBatchSize();
    if (fixed >= 0 && fixed != batchSize) {
      throw new InputException(
          ("Invalid model %s: its input %s is %s, so every batch must have %d,"
                  + " but the experiment gives %d (TEST_BATCH_SIZE)")
              .formatted(
                  model,
                  signature.input(),
                  ModelSignature.text(signature.inputShape()),
                  fixed,
                  batchSize));
    }
  }

  private void checkOutput(String model, ModelSignature signature) {
    List<Long> output = signature.outputShape();
    if (output.isEmpty()) {
      return;
    }
    if (output.size() == element.rank() + 1) {
      long found = output.get(layout.channelAxis(output.size()));
      if (found >= 0 && found != classes) {
        throw new InputException(
            "Invalid model %s: its output %s has %d classes but the experiment has %d (%s)%s"
                .formatted(
                    model,
                    signature.output(),
                    found,
                    classes,
                    background.settings(classes),
                    background.advice(found, classes)));
      }
    }
    int[] lengths = element.toArray();
    lengths[lengths.length - 1] = classes;
    List<Long> wanted = batchOf(Shape.of(lengths), layout);
    if (!fits(output, wanted)) {
      throw new InputException(
          "Invalid model %s: its output %s is %s but the experiment needs %s (%s, %s)"
              .formatted(
                  model,
                  signature.output(),
                  ModelSignature.text(output),
                  ModelSignature.text(wanted),
                  elementSettings,
                  background.settings(classes)));
    }
  }

  private static List<Long> batchOf(Shape element, ModelLayout layout) {
    List<Long> batch = new ArrayList<>();
    batch.add(-1L);
    Arrays.stream(layout.element(element).toArray()).forEach(length -> batch.add((long) length));
    return batch;
  }

  /** Whether a shape fits a signature's in every axis but N. */
  private static boolean fits(List<Long> signature, List<Long> shape) {
    if (signature.isEmpty()) {
      return true;
    }
    if (signature.size() != shape.size()) {
      return false;
    }
    for (int axis = 1; axis < shape.size(); axis++) {
      if (signature.get(axis) >= 0 && !signature.get(axis).equals(shape.get(axis))) {
        return false;
      }
    }
    return true;
  }
}
