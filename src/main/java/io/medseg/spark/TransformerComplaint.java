package io.medseg.spark;

import io.medseg.InputException;
import java.io.Serializable;
import java.util.List;

/**
 * Says what a transformer threw in words that name the params it was not given, which is the usual
 * reason, or the versions that it was not built for. A value that travels.
 *
 * @param unset params without a value
 */
record TransformerComplaint(String className, List<String> unset) implements Serializable {
  /** What begins the line that Spark makes of a task's failure. */
  private static final String JOB_ABORTED = "Job aborted due to stage failure";

  TransformerComplaint {
    unset = List.copyOf(unset);
  }

  /** A refusal with the reason; one that is in words already stays as it is. */
  InputException refusal(Throwable thrown) {
    return thrown instanceof InputException refused
        ? refused
        : new InputException(message(thrown), thrown);
  }

  /** One line. */
  String message(Throwable thrown) {
    return "Cannot run --predictor-transformer %s: %s"
        .formatted(
            className, OtherBuild.advice(thrown).orElseGet(() -> innermost(thrown) + advice()));
  }

  private String advice() {
    return unset.isEmpty()
        ? ""
        : "; params without a value: %s (%s NAME=VALUE)"
            .formatted(String.join(", ", unset), PredictorParam.OPTION);
  }

  /**
   * First line of the innermost failure that says anything; Spark's own frame around it left out.
   */
  static String innermost(Throwable thrown) {
    String message = thrown.toString();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (text != null && !text.isBlank() && !text.startsWith(JOB_ABORTED)) {
        message = cause instanceof InputException ? text : cause.toString();
      }
    }
    return message.strip().lines().findFirst().orElse(message);
  }
}
