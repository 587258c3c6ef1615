package io.medseg.loader;

import io.medseg.dataset.ScanData;
import java.util.List;

/**
 * Elements of one scan within a batch that may hold elements of several.
 *
 * @param scan the scan, read
 * @param elements in the order of the batch
 */
public record BatchPart(ScanData scan, List<Element> elements) {
  /** Copies the list. */
  public BatchPart {
    elements = List.copyOf(elements);
  }
}
