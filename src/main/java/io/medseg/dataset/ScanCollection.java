package io.medseg.dataset;

import io.medseg.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The scans of several datasets, each id once, and how to read them. Stays where it was made.
 *
 * @param parts the datasets in the order in which their scans are used
 * @param readers opens a reader that gives every image whole, in memory; called on the thread that
 *     uses the reader and closes it, so that several can read at a time
 */
public record ScanCollection(List<DatasetScans> parts, Supplier<ScanReader> readers) {
  /**
   * Copies the list.
   *
   * @throws InputException if a dataset is there twice, or a scan id is in two datasets
   */
  public ScanCollection {
    parts = List.copyOf(parts);
    Map<String, Dataset> datasets = new HashMap<>();
    Map<String, Dataset> owners = new HashMap<>();
    for (DatasetScans part : parts) {
      Dataset dataset = part.dataset();
      if (datasets.put(dataset.name(), dataset) != null) {
        throw new InputException("Cannot take dataset " + dataset.name() + " twice");
      }
      part.scans().forEach(scan -> claim(owners, scan, dataset));
    }
  }

  private static void claim(Map<String, Dataset> owners, Scan scan, Dataset dataset) {
    Dataset before = owners.put(scan.scanId(), dataset);
    if (before != null) {
      throw new InputException(
          "Cannot take datasets %s and %s together: scan %s is in both"
              .formatted(before.name(), dataset.name(), scan.scanId()));
    }
  }

  /** The datasets, also those without a scan. */
  public List<Dataset> datasets() {
    return parts.stream().map(DatasetScans::dataset).toList();
  }

  /** All scans, dataset by dataset. */
  public List<Scan> scans() {
    return parts.stream().flatMap(part -> part.scans().stream()).toList();
  }

  /** The dataset of each scan, by scan id. */
  public Map<String, Dataset> datasetsByScan() {
    Map<String, Dataset> datasets = new HashMap<>();
    parts.forEach(
        part -> part.scans().forEach(scan -> datasets.put(scan.scanId(), part.dataset())));
    return datasets;
  }
}
