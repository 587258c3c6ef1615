package io.medseg.inspection;

import java.util.ArrayList;
import java.util.List;

/**
 * What a look at datasets gave. Immutable.
 *
 * @param catalog the file that names them
 * @param experiment file of the experiment; null without one
 * @param datasets those that were looked at
 * @param missing names of those that are not there
 * @param across findings about several datasets
 */
public record Inspection(
    String catalog,
    String experiment,
    List<DatasetInspection> datasets,
    List<String> missing,
    List<Finding> across) {
  /** Copies the lists. */
  public Inspection {
    datasets = List.copyOf(datasets);
    missing = List.copyOf(missing);
    across = List.copyOf(across);
  }

  /** Puts datasets side by side. */
  public static Inspection of(
      String catalog,
      String experiment,
      List<DatasetInspection> datasets,
      List<String> missing,
      SharedSubjects shared) {
    List<Finding> across = new ArrayList<>(shared.findings(datasets));
    across.addAll(IdenticalScans.findings(datasets));
    across.sort(Finding.ORDER);
    return new Inspection(catalog, experiment, datasets, missing, across);
  }

  /** Every finding, errors first. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>(across);
    datasets.forEach(dataset -> all.addAll(dataset.findings()));
    all.sort(Finding.ORDER);
    return all;
  }

  /** Number of findings that are so bad. */
  public long count(Severity severity) {
    return findings().stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Number of scans that were looked at. */
  public int scans() {
    return datasets.stream().mapToInt(dataset -> dataset.scans().size()).sum();
  }
}
