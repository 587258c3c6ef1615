package io.medseg.evaluation;

import io.medseg.Registry;
import java.util.Map;

/** The evaluators by name, as a dataset's {@code evaluator_type} gives it. */
public final class Evaluators {
  private static final Registry<Evaluator> REGISTRY =
      new Registry<>(
          "evaluator", Evaluator.class, Map.of("SemSegEvaluator", SemSegEvaluator.class.getName()));

  private Evaluators() {}

  /** The built-in names. */
  public static Iterable<String> names() {
    return REGISTRY.names();
  }

  /**
   * A new evaluator: a built-in one, or a class of the user's own that is named in full.
   *
   * @throws io.medseg.InputException if there is none of this name
   */
  public static Evaluator create(String name) {
    return REGISTRY.create(name);
  }
}
