package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.experiment.Experiment;
import io.medseg.transform.MedTransform;
import io.medseg.transform.Preprocessing;
import io.medseg.transform.ZeroMeanNormalization;
import java.util.ArrayList;
import java.util.List;

/**
 * The transforms of MedSegPy's loaders of abdominal CT: Windowing first, wherever PREPROCESSING has
 * it, then zero mean and unit variance of each channel of each image, then the other transforms.
 *
 * @param image Windowing and normalisation
 * @param others the rest, in order
 */
record CtPreprocessing(Preprocessing image, Preprocessing others) {
  private static final String WINDOWING = "Windowing";

  /**
   * The transforms of an experiment.
   *
   * @param loader as messages call it
   * @throws InputException if PREPROCESSING has no Windowing
   */
  static CtPreprocessing of(String loader, Experiment experiment) {
    int windowing = experiment.preprocessing().indexOf(WINDOWING);
    if (windowing < 0) {
      throw new InputException(
          "Invalid PREPROCESSING: (%s): %s needs Windowing"
              .formatted(String.join(", ", experiment.preprocessing()), loader));
    }
    List<MedTransform> others = new ArrayList<>(WindowLoader.preprocessing(experiment).steps());
    MedTransform windows = others.remove(windowing);
    MedTransform normalization =
        ZeroMeanNormalization.ofImages(WindowLoader.convention(experiment));
    return new CtPreprocessing(
        new Preprocessing(List.of(windows, normalization)), new Preprocessing(others));
  }

  /** All of them, one after the other. */
  Preprocessing all() {
    List<MedTransform> steps = new ArrayList<>(image.steps());
    steps.addAll(others.steps());
    return new Preprocessing(steps);
  }
}
