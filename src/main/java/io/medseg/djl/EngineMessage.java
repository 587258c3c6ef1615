package io.medseg.djl;

/** What of an engine's failure a user can read: TensorFlow adds the graph's nodes, line by line. */
final class EngineMessage {
  private EngineMessage() {}

  private static final String NO_VARIABLE = "Could not find variable";

  /**
   * First line of the innermost message that says anything. Where tf.saved_model.save wrote a Keras
   * 3 model, its variables are in the files but only Python's loader finds them: the message says
   * what to do.
   */
  static String of(Throwable failure) {
    String message = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        message = cause.getMessage();
      }
    }
    String line = message.strip().lines().findFirst().orElse(message);
    return line.startsWith(NO_VARIABLE)
        ? line + " A Keras 3 model is written with model.export(DIR), not with tf.saved_model.save."
        : line;
  }
}
