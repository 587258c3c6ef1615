package io.medseg.postprocess;

import io.medseg.InputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the classes of a run are called.
 *
 * @param names in the order of the masks
 * @param abbreviations the same, short
 */
public record ClassNames(List<String> names, List<String> abbreviations) {
  /** Copies the lists; both must have the same length. */
  public ClassNames {
    names = List.copyOf(names);
    abbreviations = List.copyOf(abbreviations);
    if (names.size() != abbreviations.size()) {
      throw new IllegalArgumentException(
          "Invalid class names: %d names, %d abbreviations"
              .formatted(names.size(), abbreviations.size()));
    }
  }

  /**
   * The class of this name, abbreviation or number from 1, in that order; -1 if there is none.
   *
   * @throws InputException if several classes have this abbreviation
   */
  int find(String text) {
    if (names.contains(text)) {
      return names.indexOf(text);
    }
    if (abbreviations.indexOf(text) != abbreviations.lastIndexOf(text)) {
      throw new InputException(
          "Invalid class: %s: it is the abbreviation of several; give a name or a number: %s"
              .formatted(text, this));
    }
    if (abbreviations.contains(text)) {
      return abbreviations.indexOf(text);
    }
    return IntStream.range(0, names.size())
        .filter(i -> text.equals(String.valueOf(i + 1)))
        .findFirst()
        .orElse(-1);
  }

  /** As in "1 femoral cartilage (fc), 2 meniscus (men)". */
  @Override
  public String toString() {
    return IntStream.range(0, names.size())
        .mapToObj(i -> "%d %s (%s)".formatted(i + 1, names.get(i), abbreviations.get(i)))
        .collect(Collectors.joining(", "));
  }
}
