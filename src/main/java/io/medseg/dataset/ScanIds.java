package io.medseg.dataset;

import io.medseg.InputException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a scan may be called. Ids come out of files, and files of the results are named by them, so
 * an id that could lead out of the results' folder, or name no file at all, is no id.
 */
final class ScanIds {
  /** File systems allow 255; what is put behind an id has to fit as well. */
  private static final int MOST_BYTES = 200;

  private static final int SHOWN = 60;

  private ScanIds() {}

  /** Why a text is no id, as in "it holds '/'"; null if it is one. */
  static String problem(String id) {
    if (id.isBlank()) {
      return "it is empty";
    }
    if (id.startsWith(".")) {
      return "it begins with a dot";
    }
    for (char forbidden : new char[] {'/', '\\', ':'}) {
      if (id.indexOf(forbidden) >= 0) {
        return "it holds '" + forbidden + "'";
      }
    }
    if (id.codePoints().anyMatch(ScanIds::isInvisible)) {
      return "it holds control characters";
    }
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    return bytes > MOST_BYTES ? "it has " + bytes + " bytes, more than " + MOST_BYTES : null;
  }

  /** Control characters, those that turn the direction of writing, and halves of characters. */
  private static boolean isInvisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /**
   * Refuses what is no id.
   *
   * @throws InputException naming it
   */
  static void check(String id) {
    String problem = problem(id);
    if (problem != null) {
      throw new InputException("Invalid scan id: " + shown(id) + ": " + problem);
    }
  }

  /** An id for a scan whose own is none; the same for the same text. */
  static String substitute(String id) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return "refused-" + HexFormat.of().formatHex(sum, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** For messages: in quotes, in one line, not too long. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder("'");
    text.codePoints()
        .limit(SHOWN)
        .forEach(
            character -> {
              if (isInvisible(character)) {
                shown.append("\\u%04x".formatted(character));
              } else {
                shown.appendCodePoint(character);
              }
            });
    return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "...'" : "'").toString();
  }
}
