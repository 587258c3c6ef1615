package io.medseg.experiment;

import io.medseg.InputException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds out why text that begins like a sequence, a dictionary or a quoted string is no literal.
 */
final class Brackets {
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private Brackets() {}

  /**
   * Refuses text that begins with a bracket or a quote and does not close it, or closes what was
   * not opened.
   */
  static void check(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return;
    }
    char first = stripped.charAt(0);
    if (OPENING.indexOf(first) >= 0 || first == '\'' || first == '"') {
      walk(stripped);
    } else if (CLOSING.indexOf(stripped.charAt(stripped.length() - 1)) >= 0) {
      checkEnd(stripped);
    }
  }

  private static void walk(String text) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        i = endOfString(text, i);
      } else if (OPENING.indexOf(c) >= 0) {
        open.push(i);
      } else if (CLOSING.indexOf(c) >= 0) {
        close(text, i, open);
      }
    }
    if (!open.isEmpty()) {
      throw invalid(text, text.charAt(open.peek()), open.peek(), "is not closed");
    }
  }

  private static int endOfString(String text, int start) {
    char quote = text.charAt(start);
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i;
      }
    }
    throw invalid(text, quote, start, "is not closed");
  }

  private static void close(String text, int at, Deque<Integer> open) {
    char closing = text.charAt(at);
    if (open.isEmpty()) {
      throw invalid(text, closing, at, "closes nothing");
    }
    char opening = text.charAt(open.pop());
    if (OPENING.indexOf(opening) != CLOSING.indexOf(closing)) {
      throw invalid(text, closing, at, "does not match " + opening);
    }
  }

  /** "1, 2)" was meant to be a tuple, "0.5 (see paper)" was not. */
  private static void checkEnd(String text) {
    if (text.matches("[-+0-9.,\\s]+[)\\]}]")) {
      throw invalid(text, text.charAt(text.length() - 1), text.length() - 1, "closes nothing");
    }
  }

  private static InputException invalid(String text, char what, int at, String problem) {
    return new InputException(
        "Invalid literal: " + text + ": " + what + " at character " + (at + 1) + " " + problem);
  }
}
