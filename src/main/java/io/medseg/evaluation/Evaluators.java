package io.medseg.evaluation;

import io.medseg.InputException;
import io.medseg.Registry;
import java.util.Map;

/** The evaluators by name, as a dataset's {@code evaluator_type} gives it. */
public final class Evaluators {
  private static final Registry<Evaluator> REGISTRY =
      new Registry<>(
          "evaluator", Evaluator.class, Map.of("SemSegEvaluator", SemSegEvaluator.class.getName()));

  /** Evaluators of MedSegPy that compute more than is computed here, and what. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "QDESSEvaluator", "its T2 relaxation times and tissue volumes",
          "CTEvaluator", "its Hounsfield units and cross-sectional areas",
          "CTEvaluatorTTPP", "its labels corrected by Hounsfield units");

  private Evaluators() {}

  /** The built-in names. */
  public static Iterable<String> names() {
    return REGISTRY.names();
  }

  /**
   * A new evaluator: a built-in one, or a class of the user's own that is named in full.
   *
   * @throws InputException if there is none of this name
   */
  public static Evaluator create(String name) {
    if (UNSUPPORTED.containsKey(name)) {
      throw new InputException(
          "Invalid evaluator: %s: %s are not supported; SemSegEvaluator gives the scores of the segmentation (TEST_METRICS)"
              .formatted(name, UNSUPPORTED.get(name)));
    }
    return REGISTRY.create(name);
  }
}
