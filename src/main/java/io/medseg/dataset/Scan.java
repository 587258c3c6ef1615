package io.medseg.dataset;

import io.medseg.volume.Spacing;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * One scan of a dataset: a value that travels, no voxels.
 *
 * @param scanId as in "1000001_V00" or "1000001_V00-Aug01"
 * @param subjectId as in "1000001", or null
 * @param source where its voxels lie
 * @param bytes size of its files, a first measure of its cost
 * @param overrides its {@code scan_*} values (keys with the prefix)
 */
public record Scan(
    String scanId, String subjectId, ScanSource source, long bytes, Map<String, Object> overrides)
    implements Serializable {
  /** Copies the map. */
  public Scan {
    overrides = Map.copyOf(overrides);
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
    return new Scan(scanId, subjectId, source.withoutMasks(), bytes, overrides);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
