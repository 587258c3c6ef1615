package io.medseg.dataset;

import java.util.Optional;

/**
 * The scan that a file or group is, as its name tells: taken as a whole, never cut, since in
 * "1001-1_V00" or "patient_2021-03-04_V2" the number before the time point is no subject.
 *
 * @param id of the scan
 * @param name subject, time point and augmentation; null if the name holds what looks like them but
 *     cannot be told
 */
record NamedScan(String id, ScanName name) {
  /** What a name tells, its extension left out; empty if it is not that of a scan at all. */
  static Optional<NamedScan> of(String stem) {
    Optional<ScanName> exact = ScanName.of(stem);
    if (exact.isPresent()) {
      return Optional.of(new NamedScan(exact.get().scanId(), exact.get()));
    }
    return ScanName.isIn(stem)
        ? Optional.of(new NamedScan(stem, ScanName.inside(stem).orElse(null)))
        : Optional.empty();
  }

  boolean isClear() {
    return name != null;
  }

  /** Whether a dataset with this choice takes it; one that is not clear is taken and refused. */
  boolean isWanted(Augmentations augmentations) {
    return !isClear() || name.isWanted(augmentations);
  }

  /** Why it is refused, to stand behind "Cannot read scan X: ". */
  String refusal(String file) {
    return "the name of %s does not tell its subject; expected <subject>_V<time point>, as in 1000001_V00.h5, or one such name of 7 and 2 digits with more around it, as in 1000001_V00_left.h5; rename the file"
        .formatted(file);
  }
}
