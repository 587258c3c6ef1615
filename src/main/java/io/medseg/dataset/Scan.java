package io.medseg.dataset;

import io.medseg.InputException;
import io.medseg.text.Sha256;
import io.medseg.volume.Affine;
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
 * @param files size and time of each of its files when it was listed: who reads it refuses what is
 *     no longer that; {@link ScanFiles#UNKNOWN} where the listing does not tell
 */
public record Scan(
    String scanId,
    String subjectId,
    ScanSource source,
    long bytes,
    long modified,
    Map<String, Object> overrides,
    ScanFiles files)
    implements Serializable {
  /** The override that tells what mask channels may hold. */
  static final String MASK_VALUES = "scan_mask_values";

  /**
   * Copies the map.
   *
   * @throws io.medseg.InputException if no file could be named by the id, or one outside its folder
   */
  public Scan {
    ScanIds.check(scanId);
    overrides = Map.copyOf(overrides);
  }

  /** A scan of whose single files nothing is known. */
  public Scan(
      String scanId,
      String subjectId,
      ScanSource source,
      long bytes,
      long modified,
      Map<String, Object> overrides) {
    this(scanId, subjectId, source, bytes, modified, overrides, ScanFiles.UNKNOWN);
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
            files.digest(),
            new TreeMap<>(overrides).toString()));
  }

  /**
   * Its own {@code scan_spacing} or that of its {@code scan_affine}, else the dataset's, else 1 mm.
   */
  public Spacing spacing(Dataset dataset) {
    if (overrides.get("scan_spacing") instanceof List<?> mm && mm.size() == 3) {
      return new Spacing(number(mm.get(0)), number(mm.get(1)), number(mm.get(2)));
    }
    if (overrides.containsKey("scan_affine")) {
      return Geometry.affine(overrides.get("scan_affine")).spacing();
    }
    return dataset.spacing() == null ? Spacing.UNIT : dataset.spacing();
  }

  /**
   * How it lies in the patient: its own {@code scan_affine} or {@code scan_orientation}, else what
   * the dataset states, else null.
   *
   * @throws InputException if the affine's voxels have another size than the spacing says
   */
  public Affine affine(Dataset dataset) {
    Spacing spacing = spacing(dataset);
    if (overrides.containsKey("scan_affine")) {
      return checked(Geometry.affine(overrides.get("scan_affine")), spacing);
    }
    if (overrides.containsKey("scan_orientation")) {
      return Affine.of(Geometry.orientation(overrides.get("scan_orientation")), spacing);
    }
    if (dataset.affine() != null) {
      return checked(dataset.affine(), spacing);
    }
    return dataset.orientation() == null ? null : Affine.of(dataset.orientation(), spacing);
  }

  private Affine checked(Affine affine, Spacing spacing) {
    if (!Geometry.agree(affine.spacing(), spacing)) {
      throw new InputException(
          "Invalid affine of scan %s: its voxels are %s, but the spacing says %s"
              .formatted(scanId, Geometry.text(affine.spacing()), Geometry.text(spacing)));
    }
    return affine;
  }

  /**
   * What its mask channels may hold: its {@code scan_mask_values}; 0 and one other value if none.
   */
  public MaskRule maskRule() {
    Object stated = overrides.get(MASK_VALUES);
    return stated == null ? MaskRule.BINARY : MaskRule.named(stated);
  }

  /** The same scan without its masks, for those who need its image only. */
  public Scan withoutMasks() {
    ScanSource image = source.withoutMasks();
    ScanFiles its = files.areKnown() ? files.first(image.files().size()) : files;
    return new Scan(scanId, subjectId, image, bytes, modified, overrides, its);
  }

  /** The same scan whose files were found so. */
  public Scan withFiles(ScanFiles found) {
    return new Scan(scanId, subjectId, source, bytes, modified, overrides, found);
  }

  /** A message about it; its id is put behind a message that does not name it. */
  public String named(String message) {
    return message.contains(scanId) ? message : message + " (scan " + scanId + ")";
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
