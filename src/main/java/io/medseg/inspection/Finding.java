package io.medseg.inspection;

import io.medseg.Secrets;
import java.io.Serializable;
import java.util.Comparator;

/**
 * Something that somebody should know of a dataset. A value that travels.
 *
 * @param dataset its name
 * @param scanId null where it is about no single scan
 * @param message one line that says what was found, where, and what was expected
 */
public record Finding(
    Severity severity, FindingCode code, String dataset, String scanId, String message)
    implements Serializable {
  /** Errors first, then by code, dataset and scan. */
  static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::code)
          .thenComparing(Finding::dataset)
          .thenComparing(Finding::scanId, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Finding::message);

  /** Masks credentials. */
  public Finding {
    message = Secrets.masked(message);
  }

  /** About a scan. */
  public static Finding ofScan(FindingCode code, String dataset, String scanId, String message) {
    return new Finding(code.severity(), code, dataset, scanId, message);
  }

  /** About a whole dataset. */
  static Finding ofDataset(FindingCode code, String dataset, String message) {
    return new Finding(code.severity(), code, dataset, null, message);
  }
}
