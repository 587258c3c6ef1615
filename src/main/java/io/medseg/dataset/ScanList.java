package io.medseg.dataset;

import io.medseg.InputException;
import io.medseg.text.Spelling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The scans that a layout found, on their way to a list: sorted, unique, with their overrides. */
public final class ScanList {
  private final Dataset dataset;
  private final TreeMap<String, Scan> scans = new TreeMap<>();

  /** A list for a dataset, empty at first. */
  public ScanList(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Adds a scan whose id came out of a file. One with an id that names no file is listed as {@link
   * ScanSource.Refused}, under another id, so that the others can go on.
   *
   * @throws InputException if its id is there already
   */
  public void add(
      String scanId,
      String subjectId,
      ScanSource source,
      long bytes,
      long modified,
      Map<String, Object> overrides) {
    add(scanId, subjectId, source, bytes, modified, overrides, ScanFiles.UNKNOWN);
  }

  /**
   * The same of a scan whose files were looked at.
   *
   * @throws InputException if its id is there already
   */
  public void add(
      String scanId,
      String subjectId,
      ScanSource source,
      long bytes,
      long modified,
      Map<String, Object> overrides,
      ScanFiles files) {
    String problem = ScanIds.problem(scanId);
    if (problem == null) {
      add(new Scan(scanId, subjectId, source, bytes, modified, overrides, files));
    } else {
      refuse(
          scanId,
          source.location(),
          "its id %s in %s cannot name a file: %s"
              .formatted(ScanIds.shown(scanId), source.location(), problem));
    }
  }

  /**
   * Adds a scan that shall not be read.
   *
   * @param name what the dataset calls it; another id is made of it if it is none
   * @param reason to stand behind "Cannot read scan X: "
   */
  public void refuse(String name, String location, String reason) {
    String id = ScanIds.problem(name) == null ? name : ScanIds.substitute(name);
    add(new Scan(id, null, new ScanSource.Refused(location, reason), 0, Map.of()));
  }

  /**
   * Adds a scan; what the dataset's {@code scans} say of it wins over its own overrides, and these
   * over what the dataset says of its masks.
   *
   * @throws InputException if its id is there already
   */
  public void add(Scan scan) {
    Map<String, Object> overrides = new HashMap<>(scan.overrides());
    if (dataset.maskRule() != MaskRule.BINARY) {
      overrides.putIfAbsent(Scan.MASK_VALUES, dataset.maskRule().title());
    }
    overrides.putAll(dataset.scanOverrides().getOrDefault(scan.scanId(), Map.of()));
    Scan before =
        scans.put(
            scan.scanId(),
            new Scan(
                scan.scanId(),
                scan.subjectId(),
                scan.source(),
                scan.bytes(),
                scan.modified(),
                overrides,
                scan.files()));
    if (before != null) {
      throw new InputException(
          "Cannot list dataset %s: scan %s is found twice, in %s and %s"
              .formatted(
                  dataset.name(),
                  scan.scanId(),
                  before.source().location(),
                  scan.source().location()));
    }
  }

  /** Whether no scan was added. */
  public boolean isEmpty() {
    return scans.isEmpty();
  }

  /**
   * The scans in ascending order of scan id.
   *
   * @throws InputException if the dataset overrides values of a scan that is not among them
   */
  public List<Scan> sorted() {
    for (String scanId : dataset.scanOverrides().keySet()) {
      if (!scans.containsKey(scanId)) {
        throw new InputException(
            "Invalid scans of dataset %s: there is no scan %s in %s%s"
                .formatted(
                    dataset.name(), scanId, dataset.root(), Spelling.hint(scanId, scans.keySet())));
      }
    }
    return List.copyOf(scans.values());
  }
}
