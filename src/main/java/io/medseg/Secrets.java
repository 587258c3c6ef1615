package io.medseg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps credentials out of what people read: messages, logs, manifests. Paths may hold them, as in
 * {@code s3a://KEY:SECRET@bucket/scans}, and so may settings that are named like one.
 */
public final class Secrets {
  /**
   * User and password of a URI: up to an @ after a colon that is not followed by the number of a
   * port; secrets are pasted with slashes in them. A name before the @ alone is none, as in {@code
   * abfs://container@account}.
   */
  private static final Pattern PASSWORD =
      Pattern.compile("(?<=://)[^\\s/@:]*:(?!\\d+(?:/|\\s|$))[^\\s@]*@");

  private static final Pattern NAME =
      Pattern.compile(".*(password|passwd|passphrase|secret|token|credential|key).*");

  private static final String HIDDEN = "***";

  private Secrets() {}

  /** Whether the name of a setting says that its value is for nobody's eyes. */
  public static boolean isNameOfOne(String name) {
    return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** The value of a setting; three stars if its name says that it is one. */
  public static String masked(String name, String value) {
    return isNameOfOne(name) ? HIDDEN : masked(value);
  }

  /**
   * A value as results show it.
   *
   * @param value nested maps, lists, strings, numbers and booleans; values of maps by the names of
   *     their settings
   */
  public static Object masked(Object value) {
    if (value instanceof String text) {
      return masked(text);
    }
    if (value instanceof List<?> list) {
      return new MappedList<>(list, element -> masked((Object) element));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> shown = new LinkedHashMap<>();
      map.forEach(
          (name, inner) ->
              shown.put(name, isNameOfOne(String.valueOf(name)) ? HIDDEN : masked(inner)));
      return shown;
    }
    return value;
  }

  /** The text with three stars in the place of credentials; null stays null. */
  public static String masked(String text) {
    return text == null || text.indexOf('@') < 0 ? text : PASSWORD.matcher(text).replaceAll("***@");
  }
}
