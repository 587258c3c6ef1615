package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanFailure;
import io.medseg.shards.RunPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of the scans of a preprocessing before a voxel is read.
 *
 * @param all of them; the split is theirs, so that it stays when some cannot be used
 * @param scans those whose elements will be written
 * @param failures why others will not
 */
public record ElementPlan(List<Scan> all, List<PlannedScan> scans, List<ScanFailure> failures) {
  /** Copies the lists. */
  public ElementPlan {
    all = List.copyOf(all);
    scans = List.copyOf(scans);
    failures = List.copyOf(failures);
  }

  /** Fingerprints of the scans for the plan of the run. */
  public Map<String, String> fingerprints() {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    all.forEach(scan -> fingerprints.put(scan.scanId(), RunPlan.ofFailed(scan)));
    scans.forEach(
        planned ->
            fingerprints.put(
                planned.scan().scanId(), RunPlan.ofScan(planned.scan(), planned.elements())));
    return fingerprints;
  }
}
