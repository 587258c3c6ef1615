package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.text.Spelling;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How writers write, as options say it. A value that travels.
 *
 * @param probs how probabilities are written; null where nothing is said: then pred writes them as
 *     float, the others do not
 * @param overlap what a label map does where classes overlap
 * @param slices which slices are previewed
 * @param axis that previewed slices lie across
 */
public record WriterSettings(Probs probs, Overlap overlap, Slices slices, PreviewAxis axis)
    implements Serializable {
  /** What holds where nothing is said. */
  public static final WriterSettings DEFAULT =
      new WriterSettings(null, Overlap.PRIORITY, Slices.MOST, PreviewAxis.D);

  private static final List<String> KEYS = List.of("probs", "overlap", "slices", "axis");

  /** How probabilities are written. */
  public enum Probs {
    /** Not at all. */
    NONE,
    /** As float32. */
    FLOAT,
    /** As float16 where the format has it. */
    HALF
  }

  /** What a label map does where classes overlap. */
  public enum Overlap {
    /** One map; the class that comes first in the order of classes wins. */
    PRIORITY,
    /** A map for each class. */
    SEPARATE
  }

  /** The axis that a previewed slice lies across. */
  public enum PreviewAxis {
    /** Rows: a picture of D x W. */
    H,
    /** Columns: a picture of H x D. */
    W,
    /** Slices: a picture of H x W. */
    D
  }

  /**
   * Settings out of options, those that are not given as in {@link #DEFAULT}.
   *
   * @param options values of probs (none, float, half), overlap (priority, separate), slices (most,
   *     all, or a number from 1 on) and axis (H, W, D), by these names
   * @throws InputException as in "Invalid --probs: x: ...", or naming an option that is unknown
   */
  public static WriterSettings parse(Map<String, String> options) {
    for (String key : options.keySet()) {
      if (!KEYS.contains(key)) {
        throw new InputException(
            "Invalid setting of writers: %s%s; known are %s"
                .formatted(key, Spelling.hint(key, KEYS), String.join(", ", KEYS)));
      }
    }
    return new WriterSettings(
        choice("probs", options, Probs.values(), DEFAULT.probs),
        choice("overlap", options, Overlap.values(), DEFAULT.overlap),
        options.containsKey("slices") ? Slices.parse(options.get("slices")) : DEFAULT.slices,
        choice("axis", options, PreviewAxis.values(), DEFAULT.axis));
  }

  /** The settings as options have them, by name; those that nothing was said of left out. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    if (probs != null) {
      texts.put("probs", lower(probs));
    }
    texts.put("overlap", lower(overlap));
    texts.put("slices", slices.text());
    texts.put("axis", axis.name());
    return texts;
  }

  private static <E extends Enum<E>> E choice(
      String key, Map<String, String> options, E[] choices, E otherwise) {
    if (!options.containsKey(key)) {
      return otherwise;
    }
    String given = options.get(key).strip();
    return Stream.of(choices)
        .filter(choice -> choice.name().equalsIgnoreCase(given))
        .findFirst()
        .orElseThrow(() -> invalid(key, given, choices));
  }

  private static InputException invalid(String key, String given, Enum<?>[] choices) {
    String known =
        Stream.of(choices)
            .map(choice -> key.equals("axis") ? choice.name() : lower(choice))
            .collect(Collectors.joining(", "));
    return new InputException("Invalid --%s: %s; known are %s".formatted(key, given, known));
  }

  private static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** How probabilities are written by a writer that does this where nothing is said. */
  Probs probsOr(Probs otherwise) {
    return probs == null ? otherwise : probs;
  }
}
