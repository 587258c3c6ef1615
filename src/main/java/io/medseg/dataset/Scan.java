package io.medseg.dataset;

import io.medseg.text.Sha256;
import io.medseg.volume.Spacing;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One scan of a dataset: a value that travels, no voxels.
 *
 * @param scanId as in "1000001_V00" or "1000001_V00-Aug01"; files of the results may be named by it
 * @param subjectId as in "1000001", or null
 * @param source where its voxels lie
 * @param bytes size of its files, a first measure of its cost
 * @param modified when the newest of its files was written, ms since 1970; 0 where unknown
 * @param overrides its {@code scan_*} values (keys with the prefix)
 */
public record Scan(
    String scanId,
    String subjectId,
    ScanSource source,
    long bytes,
    long modified,
    Map<String, Object> overrides)
    implements Serializable {
  /**
   * Copies the map.
   *
   * @throws io.medseg.InputException if no file could be named by the id, or one outside its folder
   */
  public Scan {
    ScanIds.check(scanId);
    overrides = Map.copyOf(overrides);
  }

  /** A scan of which is not known when its files were written. */
  public Scan(
      String scanId,
      String subjectId,
      ScanSource source,
      long bytes,
      Map<String, Object> overrides) {
    this(scanId, subjectId, source, bytes, 0, overrides);
  }

  /**
   * Changes when its files do, as far as their names, sizes and times tell, or its overrides. Their
   * bytes are not read.
   */
  public String fingerprint() {
    return Sha256.of(
        String.join(
            "\n",
            scanId,
            source.location(),
            source.identity(),
            Long.toString(bytes),
            Long.toString(modified),
            new TreeMap<>(overrides).toString()));
  }

  /** Its own {@code scan_spacing}, else the dataset's spacing, else 1 mm. */
  public Spacing spacing(Dataset dataset) {
    if (overrides.get("scan_spacing") instanceof List<?> mm && mm.size() == 3) {
      return new Spacing(number(mm.get(0)), number(mm.get(1)), number(mm.get(2)));
    }
    return dataset.spacing() == null ? Spacing.UNIT : dataset.spacing();
  }

  /** The same scan without its masks, for those who need its image only. */
  public Scan withoutMasks() {
    return new Scan(scanId, subjectId, source.withoutMasks(), bytes, modified, overrides);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
