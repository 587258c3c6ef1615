package io.medseg.dataset;

import java.util.List;

/**
 * A dataset with scans of it.
 *
 * @param scans in the order in which they are used; may be none
 */
public record DatasetScans(Dataset dataset, List<Scan> scans) {
  /** Copies the list. */
  public DatasetScans {
    scans = List.copyOf(scans);
  }
}
