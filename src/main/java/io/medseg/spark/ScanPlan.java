package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.ledger.LedgerEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the scans of a run before a voxel is read.
 *
 * @param scans those that can be evaluated, the costliest first
 * @param failures those that cannot, and why
 * @param finished those that an earlier run has evaluated
 * @param notes what is worth knowing before hours of work begin
 */
public record ScanPlan(
    List<PlannedScan> scans,
    List<ScanFailure> failures,
    List<LedgerEntry> finished,
    List<String> notes) {
  /** Copies the lists. */
  public ScanPlan {
    scans = List.copyOf(scans);
    failures = List.copyOf(failures);
    finished = List.copyOf(finished);
    notes = List.copyOf(notes);
  }

  /** Ids of all scans, whatever is known of them. */
  public Set<String> scanIds() {
    Set<String> ids = new HashSet<>();
    scans.forEach(planned -> ids.add(planned.scan().scanId()));
    failures.forEach(failure -> ids.add(failure.scanId()));
    finished.forEach(entry -> ids.add(entry.scanId()));
    return ids;
  }

  /** Number of scans, whatever is known of them. */
  public int count() {
    return scans.size() + failures.size() + finished.size();
  }

  /** Number of elements of all scans, those that are finished included. */
  public long elements() {
    return scans.stream().mapToLong(PlannedScan::elements).sum()
        + finished.stream().mapToLong(LedgerEntry::elements).sum();
  }
}
