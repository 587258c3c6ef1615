package io.medseg.inspection;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Leftovers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a look at one dataset gave.
 *
 * @param leftovers what it holds beside its scans
 * @param scans by scan id; none if it could not be listed
 * @param findings about the dataset and its scans, in order
 */
public record DatasetInspection(
    Dataset dataset, Leftovers leftovers, List<InspectedScan> scans, List<Finding> findings) {
  /** Copies the lists. */
  public DatasetInspection {
    scans = List.copyOf(scans);
    findings = List.copyOf(findings);
  }

  /** Of a dataset whose scans were looked at. */
  public static DatasetInspection of(
      Dataset dataset, Leftovers leftovers, List<InspectedScan> inspected) {
    List<InspectedScan> scans =
        inspected.stream().sorted(Comparator.comparing(scan -> scan.facts().scanId())).toList();
    List<Finding> findings = new ArrayList<>();
    scans.forEach(scan -> findings.addAll(scan.findings()));
    findings.addAll(new DatasetFindings(dataset.name(), facts(scans)).all());
    new LeftoverFindings(dataset, leftovers).addTo(findings);
    findings.sort(Finding.ORDER);
    return new DatasetInspection(dataset, leftovers, scans, findings);
  }

  /**
   * Of a dataset whose scans could not be listed.
   *
   * @param reason why, a whole message
   */
  public static DatasetInspection unlisted(Dataset dataset, String reason) {
    Finding finding = Finding.ofDataset(FindingCode.CANNOT_LIST, dataset.name(), reason);
    return new DatasetInspection(dataset, Leftovers.NONE, List.of(), List.of(finding));
  }

  /** What is known of the scans. */
  List<ScanFacts> facts() {
    return facts(scans);
  }

  private static List<ScanFacts> facts(List<InspectedScan> scans) {
    return scans.stream().map(InspectedScan::facts).toList();
  }

  /** How bad it is: the worst of the findings; null if there are none. */
  Severity worst() {
    return findings.stream().map(Finding::severity).min(Comparator.naturalOrder()).orElse(null);
  }
}
