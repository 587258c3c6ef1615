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
      Pattern.compile("(?<!\\d)(\\d{1,18})_V(\\d{1,9})(?:-Aug(\\d{1,9}))?");

  /** The first such name inside a file or group name; empty if there is none. */
  public static Optional<ScanName> in(String name) {
    Matcher matcher = PATTERN.matcher(name);
    return matcher.find() ? Optional.of(of(matcher)) : Optional.empty();
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
