package io.medseg.job;

/**
 * Tells Spark's application master on YARN how a job ended; it becomes the application's
 * diagnostics. Where it was thrown is of no interest, so it has no stack trace, and YARN shows its
 * text alone.
 */
final class JobFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  JobFailedException(String message) {
    super(message, null, false, false);
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
