package io.medseg;

import java.util.regex.Pattern;

/**
 * Something the user gave cannot be used: a setting, a file, a model. The message alone tells what
 * was asked, what was found and where, so it is shown without a stack trace; it begins with
 * "Cannot" or "Invalid", is one line whatever it was made of, and shows no credentials.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Lines of a stack trace, which the messages of remote file systems bring along. */
  private static final Pattern TRACE = Pattern.compile("\\R\\s+at [^\\r\\n]*");

  private static final Pattern BREAK = Pattern.compile("\\s*\\R\\s*");

  /** A message that stands alone. */
  public InputException(String message) {
    super(line(message));
  }

  /** A message that stands alone, with what led to it. */
  public InputException(String message, Throwable cause) {
    super(line(message), cause);
  }

  private static String line(String message) {
    return Secrets.masked(
        BREAK.matcher(TRACE.matcher(message).replaceAll("").strip()).replaceAll(" "));
  }
}
