package io.medseg.experiment;

import io.medseg.InputException;

/**
 * Python literals as text, as configuration files and command lines hold them: {@code (0, (1, 2))},
 * {@code ('dice', 'sigmoid')}, {@code None}. Tuples, lists and sets become lists, dictionaries maps
 * with strings as keys, integers Long, floats Double.
 */
public final class Literals {
  private Literals() {}

  /**
   * The value of a literal; text that is none is its own value, as with MedSegPy.
   *
   * @throws InputException if brackets or quotes are opened and not closed, or do not match; the
   *     message names the text and the place
   */
  public static Object parse(String text) {
    try {
      return new LiteralParser(text).parse();
    } catch (NotLiteral e) {
      Brackets.check(text);
      return text;
    }
  }

  /** The text, or what is between the quotes if the whole text is one quoted string. */
  static String unquote(String text) {
    try {
      return new LiteralParser(text).parse() instanceof String inside ? inside : text;
    } catch (NotLiteral e) {
      return text;
    }
  }

  /** Thrown inside the parser where the text is no literal; control flow, so without a trace. */
  static final class NotLiteral extends Exception {
    private static final long serialVersionUID = 1L;

    NotLiteral() {
      super(null, null, false, false);
    }
  }
}
