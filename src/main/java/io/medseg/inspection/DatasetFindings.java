package io.medseg.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the scans of one dataset give reason to say together.
 *
 * @param scans by id
 */
record DatasetFindings(String dataset, List<ScanFacts> scans) {
  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    spacing(findings);
    channels(findings);
    return findings;
  }

  private void spacing(List<Finding> findings) {
    List<String> assumed =
        scans.stream()
            .filter(scan -> scan.spacingOrigin() == SpacingOrigin.ASSUMED)
            .map(ScanFacts::scanId)
            .toList();
    if (!assumed.isEmpty()) {
      findings.add(
          Finding.ofDataset(
              FindingCode.ASSUMED_SPACING,
              dataset,
              "Dataset %s states no spacing for %s: 1 mm is taken, so distances are in voxels; give it spacing in the catalog"
                  .formatted(dataset, Names.scans(assumed))));
    }
  }

  private void channels(List<Finding> findings) {
    Map<Integer, List<String>> byChannels = new TreeMap<>();
    for (ScanFacts scan : scans) {
      if (scan.stored() != null) {
        byChannels
            .computeIfAbsent(scan.stored().maskChannels(), channels -> new ArrayList<>())
            .add(scan.scanId());
      }
    }
    List<String> without = byChannels.remove(0);
    if (without != null) {
      findings.addAll(byChannels.isEmpty() ? List.of(noMasks()) : noMasks(without));
    }
    if (byChannels.size() > 1) {
      findings.add(differentChannels(byChannels));
    }
  }

  /** Images alone are fine; masks under names that the layout does not know look the same. */
  private Finding noMasks() {
    return Finding.ofDataset(
        FindingCode.NO_MASKS,
        dataset,
        "No scan of dataset %s has masks: it can be exported, not evaluated; if it should have some, look how the layout names their files and HDF5 datasets (docs/layouts.md)"
            .formatted(dataset));
  }

  private List<Finding> noMasks(List<String> without) {
    return without.stream()
        .map(
            scan ->
                Finding.ofScan(
                    FindingCode.NO_MASKS,
                    dataset,
                    scan,
                    "Scan %s of dataset %s has no masks, others have: it can be exported, not evaluated"
                        .formatted(scan, dataset)))
        .toList();
  }

  private Finding differentChannels(Map<Integer, List<String>> byChannels) {
    List<String> groups = new ArrayList<>();
    byChannels.forEach((count, some) -> groups.add(count + " channels in " + Names.scans(some)));
    return Finding.ofDataset(
        FindingCode.DIFFERENT_CHANNELS,
        dataset,
        "Masks of dataset %s have different numbers of channels: %s; the same channel may mean different classes"
            .formatted(dataset, String.join("; ", groups)));
  }
}
