package io.medseg.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds scans with the same voxels, in one dataset or in several. Constant images are left out, and
 * so is a subject in another dataset, which {@link SharedSubjects} tells.
 */
final class IdenticalScans {
  private IdenticalScans() {}

  /** A finding, of the first of them, for every set of scans that are the same. */
  static List<Finding> findings(List<DatasetInspection> datasets) {
    Map<String, List<ScanFacts>> bySum = new TreeMap<>();
    for (DatasetInspection one : datasets) {
      for (ScanFacts scan : one.facts()) {
        if (scan.image() != null && !scan.image().isConstant()) {
          add(bySum.computeIfAbsent(scan.image().sha256(), sum -> new ArrayList<>()), scan);
        }
      }
    }
    return bySum.values().stream()
        .filter(same -> same.size() > 1)
        .map(IdenticalScans::finding)
        .toList();
  }

  private static void add(List<ScanFacts> same, ScanFacts scan) {
    boolean isToldElsewhere =
        same.stream()
            .anyMatch(
                other ->
                    other.person().equals(scan.person())
                        && !other.dataset().equals(scan.dataset()));
    if (!isToldElsewhere) {
      same.add(scan);
    }
  }

  private static Finding finding(List<ScanFacts> same) {
    ScanFacts first = same.get(0);
    List<String> others =
        same.stream().skip(1).map(scan -> scan.scanId() + " of " + scan.dataset()).toList();
    return Finding.ofScan(
        FindingCode.IDENTICAL_SCANS,
        first.dataset(),
        first.scanId(),
        "Scan %s of %s has the same voxels as %s: it counts twice, or one of them is misnamed (%s)"
            .formatted(first.scanId(), first.dataset(), Names.scans(others), first.location()));
  }
}
