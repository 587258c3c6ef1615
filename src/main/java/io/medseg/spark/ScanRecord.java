package io.medseg.spark;

import io.medseg.loader.Element;
import java.io.Serializable;

/** What crosses the network in the one shuffle: coordinates, never voxels. */
sealed interface ScanRecord extends Serializable {
  /** A scan or a share of it; comes before its elements. */
  record Start(ScanShare share) implements ScanRecord {}

  /** One of its elements. */
  record Part(Element element) implements ScanRecord {}
}
