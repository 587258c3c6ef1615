package io.medseg.volume;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the axes H, W and D of a volume point in the patient: for each the side that its indices
 * grow towards, a letter of R, L (right, left), A, P (anterior, posterior), S, I (superior,
 * inferior). "RAS" is read as nibabel's axis codes are; "SI AP LR", from and to, as DOSMA's.
 *
 * @param towards three letters, in the order H, W, D, one of each pair
 */
public record Orientation(String towards) implements Serializable {
  /** A letter's place is that of its axis in RAS world coordinates. */
  private static final List<String> PAIRS = List.of("RL", "AP", "SI");

  private static final String EXPECTED =
      "expected three sides such as RAS, or SI AP LR, one of each pair L R, A P, I S";

  /** Checks the letters. */
  public Orientation {
    if (towards.length() != 3 || towards.chars().map(Orientation::pair).distinct().count() != 3) {
      throw new IllegalArgumentException("Invalid orientation: " + towards + ": " + EXPECTED);
    }
  }

  /**
   * Reads "RAS", or "SI AP LR" (with spaces or commas), in upper or lower case.
   *
   * @throws IllegalArgumentException with a message for people, if it is neither
   */
  public static Orientation parse(String text) {
    String[] words = text.strip().toUpperCase(Locale.ROOT).split("[\\s,]+");
    return words.length == 1 ? new Orientation(words[0]) : ofPairs(text, List.of(words));
  }

  private static Orientation ofPairs(String text, List<String> words) {
    List<String> ends = new ArrayList<>();
    for (String word : words) {
      boolean isPair = word.length() == 2 && pair(word.charAt(0)) == pair(word.charAt(1));
      if (!isPair || word.charAt(0) == word.charAt(1)) {
        throw new IllegalArgumentException("Invalid orientation: " + text + ": " + EXPECTED);
      }
      ends.add(word.substring(1));
    }
    return new Orientation(String.join("", ends));
  }

  /** Index of the pair of a letter; unknown letters are refused. */
  private static int pair(int letter) {
    for (int pair = 0; pair < PAIRS.size(); pair++) {
      if (PAIRS.get(pair).indexOf(letter) >= 0) {
        return pair;
      }
    }
    throw new IllegalArgumentException(
        "Invalid orientation: " + Character.toString(letter) + " is no side; " + EXPECTED);
  }

  /** The world axis (0 R, 1 A, 2 S) that an axis of the volume runs along. */
  int world(int axis) {
    return pair(towards.charAt(axis));
  }

  /** 1 if an axis of the volume runs towards R, A or S, -1 if away from it. */
  int sign(int axis) {
    return PAIRS.get(world(axis)).indexOf(towards.charAt(axis)) == 0 ? 1 : -1;
  }
}
