package io.medseg.spark;

import io.medseg.evaluation.Stage;
import java.io.Serializable;

/** What comes to the task that gathers the predictions of a transformer, by {@link ElementKey}. */
sealed interface GatherRecord extends Serializable {
  /** The index of {@link Broken}: behind all elements. */
  int LAST = Integer.MAX_VALUE;

  /** A scan; comes before what is known of it. */
  record Start(PlannedScan scan) implements GatherRecord {}

  /**
   * Predictions of some elements.
   *
   * @param output as the transformer gave it; null if it gave null
   * @param oddInputs how many of them gave it NaN or infinity
   */
  record Predicted(int elements, byte[] output, int oddInputs, ScanTimes times)
      implements GatherRecord {}

  /** Why there are no more elements. */
  record Failed(Stage stage, String message) implements GatherRecord {}

  /** Why elements may be missing: the transformer broke down in a task that had some. */
  record Broken(String message) implements GatherRecord {}
}
