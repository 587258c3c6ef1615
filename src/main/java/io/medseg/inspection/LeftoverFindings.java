package io.medseg.inspection;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Leftovers;
import io.medseg.dataset.UnpairedSlices;
import java.util.List;

/** What the files beside the scans of a dataset give reason to say. */
record LeftoverFindings(Dataset dataset, Leftovers leftovers) {
  /** Adds them, and takes out what reading said of the same missing files. */
  void addTo(List<Finding> findings) {
    for (UnpairedSlices scan : leftovers.unpaired()) {
      if (!scan.withoutImage().isEmpty() || !scan.withoutMasks().isEmpty()) {
        findings.removeIf(
            finding ->
                finding.code() == FindingCode.UNREADABLE && scan.scanId().equals(finding.scanId()));
      }
      unpaired(scan, findings);
    }
    if (leftovers.strangerCount() > 0) {
      findings.add(
          Finding.ofDataset(
              FindingCode.STRAY_FILES,
              dataset.name(),
              "Dataset %s in %s: layout %s makes no scan of %s; rename or move what does not belong there"
                  .formatted(
                      dataset.name(),
                      dataset.root(),
                      dataset.layout(),
                      Names.counted("file", leftovers.strangers(), leftovers.strangerCount()))));
    }
  }

  private void unpaired(UnpairedSlices scan, List<Finding> findings) {
    if (!scan.withoutImage().isEmpty()) {
      add(
          findings,
          FindingCode.SLICE_WITHOUT_IMAGE,
          scan,
          scan.withoutImage(),
          "there is no image (.im)");
    }
    if (!scan.withoutMasks().isEmpty()) {
      add(
          findings,
          FindingCode.SLICE_WITHOUT_MASKS,
          scan,
          scan.withoutMasks(),
          "there are no masks (.seg)");
    }
    if (!scan.twice().isEmpty()) {
      findings.add(
          Finding.ofScan(
              FindingCode.DUPLICATE_SLICE,
              dataset.name(),
              scan.scanId(),
              "Scan %s in %s has %s for slices that are there already; they are not read: look which is right"
                  .formatted(
                      scan.scanId(),
                      dataset.root(),
                      Names.counted("file", scan.twice(), scan.twice().size()))));
    }
  }

  private void add(
      List<Finding> findings,
      FindingCode code,
      UnpairedSlices scan,
      List<Integer> slices,
      String lack) {
    findings.add(
        Finding.ofScan(
            code,
            dataset.name(),
            scan.scanId(),
            "Scan %s in %s: %s for %s; expected both files of every slice"
                .formatted(scan.scanId(), dataset.root(), lack, ScanFindings.slices(slices))));
  }
}
