package io.medseg.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word a misspelt one was meant to be. */
public final class Spelling {
  private static final int MOST_EDITS = 2;

  private Spelling() {}

  /**
   * The known word that is fewest edits away from the given one, ignoring case; empty if none is
   * within two edits, or within a third of the word's length.
   */
  public static Optional<String> closest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> edits(word, candidate) <= Math.min(MOST_EDITS, word.length() / 3))
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
  }

  /** "; did you mean X?", or nothing where no known word is close. */
  public static String hint(String word, Collection<String> known) {
    return closest(word, known).map(close -> "; did you mean " + close + "?").orElse("");
  }

  /** Levenshtein's distance. */
  private static int edits(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
