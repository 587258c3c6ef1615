package io.medseg.experiment;

import io.medseg.experiment.Literals.NotLiteral;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quoted Python string inside a text.
 *
 * @param value what it stands for, escapes resolved
 * @param end where the text goes on after it
 */
record StringLiteral(String value, int end) {
  private static final Pattern START = Pattern.compile("([rRuU]?)('''|\"\"\"|'|\")");

  /** The string that starts here, null if none does. */
  static StringLiteral at(String text, int start) throws NotLiteral {
    Matcher matcher = START.matcher(text).region(start, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    String quote = matcher.group(2);
    int from = matcher.end();
    int to = closing(text, from, quote);
    String inside = text.substring(from, to);
    if (quote.length() == 1 && inside.replace("\\\n", "").indexOf('\n') >= 0) {
      throw new NotLiteral();
    }
    boolean raw = matcher.group(1).equalsIgnoreCase("r");
    return new StringLiteral(raw ? inside : unescape(inside), to + quote.length());
  }

  private static int closing(String text, int from, String quote) throws NotLiteral {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.startsWith(quote, i)) {
        return i;
      }
    }
    throw new NotLiteral();
  }

  private static String unescape(String inside) throws NotLiteral {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\') {
        i = escape(inside, i + 1, plain);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** Appends what an escape stands for; returns the place of its last character. */
  private static int escape(String inside, int at, StringBuilder plain) throws NotLiteral {
    char kind = inside.charAt(at);
    switch (kind) {
      case '\n' -> {}
      case '\\', '\'', '"' -> plain.append(kind);
      case 'n' -> plain.append('\n');
      case 't' -> plain.append('\t');
      case 'r' -> plain.append('\r');
      case 'a' -> plain.append('\u0007');
      case 'b' -> plain.append('\b');
      case 'f' -> plain.append('\f');
      case 'v' -> plain.append('\u000B');
      case 'x' -> {
        return code(inside, at + 1, 2, plain);
      }
      case 'u' -> {
        return code(inside, at + 1, 4, plain);
      }
      case 'U' -> {
        return code(inside, at + 1, 8, plain);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return octal(inside, at, plain);
      }
      default -> plain.append('\\').append(kind);
    }
    return at;
  }

  private static int code(String inside, int from, int digits, StringBuilder plain)
      throws NotLiteral {
    try {
      plain.appendCodePoint(Integer.parseInt(inside, from, from + digits, 16));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new NotLiteral();
    }
    return from + digits - 1;
  }

  private static int octal(String inside, int from, StringBuilder plain) {
    int end = from;
    while (end < inside.length()
        && end < from + 3
        && inside.charAt(end) >= '0'
        && inside.charAt(end) <= '7') {
      end++;
    }
    plain.appendCodePoint(Integer.parseInt(inside, from, end, 8));
    return end - 1;
  }
}
