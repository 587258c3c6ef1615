package io.medseg;

import java.util.regex.Pattern;

/**
 * Keeps credentials out of what people read: messages, logs, manifests. Paths may hold them, as in
 * {@code s3a://KEY:SECRET@bucket/scans}.
 */
public final class Secrets {
  /**
   * User information of a URI: up to an @ before the next slash, or, since secrets are pasted with
   * slashes in them, up to an @ after a colon that is not followed by the number of a port.
   */
  private static final Pattern USER_INFORMATION =
      Pattern.compile(
          "(?<=[A-Za-z0-9+.-]://)(?:[^\\s/@]*@|[^\\s/@:]+:(?!\\d+(?:/|\\s|$))[^\\s@]*@)");

  private Secrets() {}

  /** The text with three stars in the place of credentials; null stays null. */
  public static String masked(String text) {
    return text == null || text.indexOf('@') < 0
        ? text
        : USER_INFORMATION.matcher(text).replaceAll("***@");
  }
}
