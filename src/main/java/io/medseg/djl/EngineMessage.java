package io.medseg.djl;

/** What of an engine's failure a user can read: TensorFlow adds the graph's nodes, line by line. */
final class EngineMessage {
  private EngineMessage() {}

  /** First line of the innermost message that says anything. */
  static String of(Throwable failure) {
    String message = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        message = cause.getMessage();
      }
    }
    return message.strip().lines().findFirst().orElse(message);
  }
}
