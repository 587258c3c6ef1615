package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import java.util.List;

/**
 * What is known of the scans of a run before a voxel is read.
 *
 * @param scans those that can be evaluated, the costliest first
 * @param failures those that cannot, and why
 */
public record ScanPlan(List<PlannedScan> scans, List<ScanFailure> failures) {
  /** Copies the lists. */
  public ScanPlan {
    scans = List.copyOf(scans);
    failures = List.copyOf(failures);
  }

  /** Number of elements of all scans. */
  public long elements() {
    return scans.stream().mapToLong(PlannedScan::elements).sum();
  }
}
