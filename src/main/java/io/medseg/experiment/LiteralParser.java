package io.medseg.experiment;

import io.medseg.experiment.Literals.NotLiteral;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recursive descent over one Python literal, as {@code ast.literal_eval} accepts it. */
final class LiteralParser {
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?:\\d(?:_?\\d)*\\.?(?:\\d(?:_?\\d)*)?|\\.\\d(?:_?\\d)*)(?:[eE][-+]?\\d(?:_?\\d)*)?");
  private static final Pattern DIGITS_ONLY = Pattern.compile("[\\d_]+");
  private static final Pattern INTEGER =
      Pattern.compile(
          "0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+"
              + "|[1-9](?:_?\\d)*|0(?:_?0)*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
  private static final int DEEPEST = 100;

  private final String text;
  private int at;
  private int depth;

  /** Whether the sequence just read ended with a comma, which makes a tuple of one. */
  private boolean trailingComma;

  LiteralParser(String text) {
    this.text = text;
  }

  /** The whole text as one literal; several with commas between are a tuple. */
  Object parse() throws NotLiteral {
    skipBlank();
    Object first = value();
    skipBlank();
    if (at == text.length()) {
      return first;
    }
    List<Object> items = new ArrayList<>();
    items.add(first);
    while (take(',')) {
      skipBlank();
      if (at < text.length()) {
        items.add(value());
        skipBlank();
      }
    }
    if (at < text.length()) {
      throw new NotLiteral();
    }
    return items;
  }

  private Object value() throws NotLiteral {
    if (++depth > DEEPEST) {
      throw new NotLiteral();
    }
    skipBlank();
    Object value =
        switch (peek()) {
          case '(' -> parenthesised();
          case '[' -> sequence(']');
          case '{' -> braces();
          case '-', '+' -> signed();
          default -> Character.isDigit(peek()) || peek() == '.' ? number() : wordOrString();
        };
    depth--;
    return value;
  }

  private Object parenthesised() throws NotLiteral {
    List<Object> items = sequence(')');
    boolean tuple = items.size() != 1 || trailingComma;
    return tuple ? items : items.get(0);
  }

  private List<Object> sequence(char closing) throws NotLiteral {
    at++;
    List<Object> items = new ArrayList<>();
    while (!takeAfterBlank(closing)) {
      items.add(value());
      separator(closing);
    }
    return items;
  }

  /** A dictionary or a set; a set becomes a list. */
  private Object braces() throws NotLiteral {
    at++;
    if (takeAfterBlank('}')) {
      return new LinkedHashMap<String, Object>();
    }
    Object first = value();
    if (!takeAfterBlank(':')) {
      return set(first);
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put(String.valueOf(first), value());
    separator('}');
    while (!takeAfterBlank('}')) {
      Object key = value();
      if (!takeAfterBlank(':')) {
        throw new NotLiteral();
      }
      entries.put(String.valueOf(key), value());
      separator('}');
    }
    return entries;
  }

  private List<Object> set(Object first) throws NotLiteral {
    List<Object> items = new ArrayList<>();
    items.add(first);
    separator('}');
    while (!takeAfterBlank('}')) {
      items.add(value());
      separator('}');
    }
    return items;
  }

  private Object signed() throws NotLiteral {
    boolean negative = text.charAt(at++) == '-';
    Object number = value();
    if (number instanceof Long whole) {
      return negative ? -whole : whole;
    }
    if (number instanceof Double real) {
      return negative ? -real : real;
    }
    throw new NotLiteral();
  }

  private Object number() throws NotLiteral {
    String real = match(FLOAT);
    String whole = match(INTEGER);
    boolean isWhole = whole.length() >= real.length();
    at += Math.max(whole.length(), real.length());
    boolean leadingZeros = !isWhole && DIGITS_ONLY.matcher(real).matches();
    if ((whole + real).isEmpty() || leadingZeros || continuesWord()) {
      throw new NotLiteral();
    }
    if (isWhole) {
      return integer(whole.replace("_", ""));
    }
    return Double.valueOf(real.replace("_", ""));
  }

  private boolean continuesWord() {
    return at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0);
  }

  private static Long integer(String digits) throws NotLiteral {
    int radix = 10;
    String plain = digits;
    if (digits.length() > 1 && !Character.isDigit(digits.charAt(1))) {
      radix =
          switch (Character.toLowerCase(digits.charAt(1))) {
            case 'x' -> 16;
            case 'o' -> 8;
            default -> 2;
          };
      plain = digits.substring(2);
    }
    BigInteger value = new BigInteger(plain, radix);
    if (value.bitLength() > 63) {
      throw new NotLiteral();
    }
    return value.longValue();
  }

  private Object wordOrString() throws NotLiteral {
    StringLiteral string = StringLiteral.at(text, at);
    if (string == null) {
      return word();
    }
    StringBuilder whole = new StringBuilder();
    while (string != null) {
      whole.append(string.value());
      at = string.end();
      skipBlank();
      string = StringLiteral.at(text, at);
    }
    return whole.toString();
  }

  private Object word() throws NotLiteral {
    String word = match(WORD);
    at += word.length();
    return switch (word) {
      case "None" -> null;
      case "True" -> true;
      case "False" -> false;
      default -> throw new NotLiteral();
    };
  }

  private String match(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher.group() : "";
  }

  private void separator(char closing) throws NotLiteral {
    skipBlank();
    trailingComma = take(',');
    if (!trailingComma && peek() != closing) {
      throw new NotLiteral();
    }
  }

  private boolean takeAfterBlank(char wanted) {
    skipBlank();
    return take(wanted);
  }

  private boolean take(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipBlank() {
    while (at < text.length()) {
      if (peek() == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(peek())) {
        at++;
      } else {
        return;
      }
    }
  }
}
