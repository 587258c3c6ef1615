package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.Secrets;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A parameter of a predictor transformer, as the command line gives it: {@code --predictor-param
 * NAME=VALUE}. A value that travels.
 *
 * @param value as text; the transformer's Param decides what it becomes
 */
public record PredictorParam(String name, String value) implements Serializable {
  /** How messages call the option. */
  static final String OPTION = "--predictor-param";

  /** What stands between the scheme and the host of an address, and what comes behind "?". */
  private static final Pattern IN_ADDRESS = Pattern.compile("(?<=://)[^/@]+(?=@)|(?<=\\?).+");

  private static final String HIDDEN = "***";

  /**
   * Reads NAME=VALUE.
   *
   * @throws InputException if there is no name or no "="
   */
  public static PredictorParam parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InputException("Invalid %s: %s; it is NAME=VALUE".formatted(OPTION, text));
    }
    return new PredictorParam(text.substring(0, equals).strip(), text.substring(equals + 1));
  }

  /** Whether the name says that the value is for nobody's eyes. */
  boolean isSecret() {
    return Secrets.isNameOfOne(name);
  }

  /** The value for logs, messages and results: nothing secret in it. */
  String shown() {
    if (isSecret()) {
      return HIDDEN;
    }
    return value.contains("://") ? IN_ADDRESS.matcher(value).replaceAll(HIDDEN) : value;
  }

  /** For messages. */
  @Override
  public String toString() {
    return OPTION + " " + name + "=" + shown();
  }
}
