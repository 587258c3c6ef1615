package io.medseg.spark;

import io.medseg.loader.Element;
import java.io.Serializable;

/** What crosses the network in the one shuffle: coordinates, never voxels. */
sealed interface ScanRecord extends Serializable {
  /** A scan; comes before its elements. */
  record Start(PlannedScan scan) implements ScanRecord {}

  /** One of its elements. */
  record Part(Element element) implements ScanRecord {}
}
