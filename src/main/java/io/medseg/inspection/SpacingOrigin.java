package io.medseg.inspection;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;

/** Where the spacing of a scan comes from. */
public enum SpacingOrigin {
  /** The scan or its dataset says it. */
  STATED,
  /** Nobody says it; 1 mm is taken. */
  ASSUMED;

  /** Of a scan of this dataset. */
  public static SpacingOrigin of(Scan scan, Dataset dataset) {
    boolean own =
        scan.overrides().containsKey("scan_spacing") || scan.overrides().containsKey("scan_affine");
    return own || dataset.spacing() != null ? STATED : ASSUMED;
  }
}
