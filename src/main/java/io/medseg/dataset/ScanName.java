package io.medseg.dataset;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Subject, time point and augmentation, as the names of files and groups tell them: {@code
 * %07d_V%02d}, as in "1000001_V00", with "-Aug01" for an augmented copy.
 *
 * @param subject from 0
 * @param timePoint from 0
 * @param augmentation 0 for the original
 */
public record ScanName(long subject, int timePoint, int augmentation) implements Serializable {
  private static final Pattern PATTERN =
      Pattern.compile("(\\d{1,18})_V(\\d{1,9})(?:-Aug(\\d{1,9}))?");

  /** Of the usual width, with nothing beside it that could be a part of it. */
  private static final Pattern INSIDE =
      Pattern.compile("(?<![\\p{L}\\p{N}])(\\d{7})_V(\\d{2})(?:-Aug(\\d{2}))?(?![\\p{L}\\p{N}])");

  /** What must not come before: in "12-0000034" the subject may be 12. */
  private static final Pattern NUMBER_BEFORE =
      Pattern.compile(".*\\p{N}[^\\p{L}\\p{N}]+", Pattern.DOTALL);

  /** A text that is such a name and nothing else; empty if it is not. */
  public static Optional<ScanName> of(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
  }

  /** The name that a text begins with; empty if it does not. */
  public static Optional<ScanName> startOf(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.lookingAt() ? Optional.of(of(matcher)) : Optional.empty();
  }

  /**
   * The name inside a longer one, as in "knee_1000001_V00_left": the only one, of the usual width,
   * with separators around it. Empty if there is none of which that can be said.
   */
  public static Optional<ScanName> inside(String text) {
    Matcher any = PATTERN.matcher(text);
    Matcher inside = INSIDE.matcher(text);
    boolean isOnly = any.find() && !any.find() && inside.find();
    return isOnly && !NUMBER_BEFORE.matcher(text.substring(0, inside.start())).matches()
        ? Optional.of(of(inside))
        : Optional.empty();
  }

  /** Whether such a name, or what looks like one, is somewhere in a text. */
  static boolean isIn(String text) {
    return PATTERN.matcher(text).find();
  }

  private static ScanName of(Matcher matcher) {
    String augmentation = matcher.group(3);
    return new ScanName(
        Long.parseLong(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        augmentation == null ? 0 : Integer.parseInt(augmentation));
  }

  /** As in "1000001_V00", and "1000001_V00-Aug01" for a copy. */
  public String scanId() {
    String original = String.format(Locale.ROOT, "%07d_V%02d", subject, timePoint);
    return augmentation == 0
        ? original
        : original + String.format(Locale.ROOT, "-Aug%02d", augmentation);
  }

  /** As in "1000001". */
  public String subjectId() {
    return String.format(Locale.ROOT, "%07d", subject);
  }

  /** Whether a dataset with this choice takes it. */
  public boolean isWanted(Augmentations augmentations) {
    return augmentations == Augmentations.ALL || augmentation == 0;
  }
}
