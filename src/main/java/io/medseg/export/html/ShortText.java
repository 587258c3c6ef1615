package io.medseg.export.html;

/** Texts where only some characters have room. */
public final class ShortText {
  private ShortText() {}

  /** The text, or its beginning and an ellipsis if it has more characters. */
  public static String of(String text, int characters) {
    return text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
  }
}
