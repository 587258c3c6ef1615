package io.medseg.transform;

import io.medseg.InputException;
import io.medseg.Registry;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transforms of an experiment, one after the other: what PREPROCESSING and PREPROCESSING_ARGS
 * ask for. Immutable.
 *
 * @param steps in the order in which they are applied
 */
public record Preprocessing(List<MedTransform> steps) {
  private static final Registry<MedTransform> TRANSFORMS =
      new Registry<>("transform", MedTransform.class, builtIns());

  /** Copies the list. */
  public Preprocessing {
    steps = List.copyOf(steps);
  }

  private static Map<String, String> builtIns() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("AffineNormalization", AffineNormalization.class.getName());
    classes.put("ZeroMeanNormalization", ZeroMeanNormalization.class.getName());
    classes.put("Windowing", Windowing.class.getName());
    classes.put("FlipTransform", FlipTransform.class.getName());
    classes.put("CropTransform", CropTransform.class.getName());
    return classes;
  }

  /**
   * The transforms of these names (built-in ones or class names), each with its arguments.
   *
   * @throws InputException if a name is unknown (the known ones are listed), an argument is unknown
   *     or wrong, or the lists differ in length
   */
  public static Preprocessing of(
      List<String> names, List<Map<String, Object>> arguments, Convention convention) {
    if (names.size() != arguments.size()) {
      throw new InputException(
          "Invalid PREPROCESSING_ARGS: PREPROCESSING names %d transforms, but arguments are given"
                  .formatted(names.size())
              + " for "
              + arguments.size());
    }
    List<MedTransform> steps = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      MedTransform step = create(names.get(i), arguments.get(i));
      steps.add(
          convention == Convention.MEDSEGPY && step instanceof HasReferenceVariant differing
              ? differing.asInMedSegPy()
              : step);
    }
    return new Preprocessing(steps);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static MedTransform create(String name, Map<String, Object> arguments) {
    return TRANSFORMS.create(name, (Class) Map.class, arguments);
  }

  /** Whether there is no step. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /**
   * The images after all steps; may overwrite and return its argument.
   *
   * @throws InputException if a step gives images of another shape than it says; the message names
   *     it
   */
  public Tensor apply(Tensor images) {
    Tensor x = images;
    for (MedTransform step : steps) {
      Shape expected = step.outputShape(x.shape());
      x = step.apply(x);
      if (x == null || !x.shape().equals(expected)) {
        throw new InputException(
            "Cannot preprocess images: %s gave %s; its outputShape says %s"
                .formatted(step.getClass().getName(), x == null ? "null" : x.shape(), expected));
      }
    }
    return x;
  }

  /** Shape of the images after all steps. */
  public Shape outputShape(Shape images) {
    Shape shape = images;
    for (MedTransform step : steps) {
      shape = step.outputShape(shape);
    }
    return shape;
  }

  /**
   * Checks that no image depends on what it is batched with.
   *
   * @param images shape of a batch
   * @throws InputException naming the step that makes it depend
   */
  public void checkElementwise(Shape images) {
    Shape shape = images;
    for (MedTransform step : steps) {
      if (!step.isElementwise(shape.rank())) {
        throw new InputException(
            "Cannot preprocess elements one by one: %s works along the first axis of a batch or does not say that it does not (isElementwise), so each would depend on the others"
                .formatted(step.getClass().getSimpleName()));
      }
      shape = step.outputShape(shape);
    }
  }

  /** The masks after all steps; may overwrite and return its argument. */
  public Tensor applyToMasks(Tensor masks) {
    Tensor y = masks;
    for (MedTransform step : steps) {
      y = step.applyToMasks(y);
    }
    return y;
  }

  /**
   * Checks that predictions can be put back.
   *
   * @throws InputException if a step cuts voxels off; the message names it
   */
  public void checkInvertible() {
    for (MedTransform step : steps) {
      if (!step.isInvertible()) {
        throw new InputException(
            "Cannot predict whole scans behind "
                + step.getClass().getSimpleName()
                + ": the voxels it cuts off would have no prediction; let IMG_SIZE cut patches");
      }
    }
  }

  /** Predictions moved back through all steps, the last one first. */
  public Tensor invert(Tensor predictions) {
    Tensor back = predictions;
    for (int i = steps.size() - 1; i >= 0; i--) {
      back = steps.get(i).invert(back);
    }
    return back;
  }
}
