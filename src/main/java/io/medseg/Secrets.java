package io.medseg;

import java.util.regex.Pattern;

/**
 * Keeps credentials out of what people read: messages, logs, manifests. Paths may hold them, as in
 * {@code s3a://KEY:SECRET@bucket/scans}.
 */
public final class Secrets {
  /**
   * User and password of a URI: up to an @ after a colon that is not followed by the number of a
   * port; secrets are pasted with slashes in them. A name before the @ alone is none, as in {@code
   * abfs://container@account}.
   */
  private static final Pattern PASSWORD =
      Pattern.compile("(?<=://)[^\\s/@:]*:(?!\\d+(?:/|\\s|$))[^\\s@]*@");

  private Secrets() {}

  /** The text with three stars in the place of credentials; null stays null. */
  public static String masked(String text) {
    return text == null || text.indexOf('@') < 0 ? text : PASSWORD.matcher(text).replaceAll("***@");
  }
}
