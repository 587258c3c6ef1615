package io.medseg;

/**
 * Something the user gave cannot be used: a setting, a file, a model. The message alone tells what
 * was asked, what was found and where, so it is shown without a stack trace; it begins with
 * "Cannot" or "Invalid".
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A message that stands alone. */
  public InputException(String message) {
    super(message);
  }

  /** A message that stands alone, with what led to it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
