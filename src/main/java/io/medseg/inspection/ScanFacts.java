package io.medseg.inspection;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.volume.Spacing;
import java.io.Serializable;
import java.util.List;

/**
 * What is known of one scan. A value that travels.
 *
 * @param dataset its name
 * @param subjectId null where nothing tells it
 * @param location of its files
 * @param bytes of its files
 * @param stored null if its files cannot be opened
 * @param image null if it was not read
 * @param contrasts the images beside the first, in order; none for most scans, or if they were not
 *     read
 * @param masks null if there are none or they were not read
 */
public record ScanFacts(
    String dataset,
    String scanId,
    String subjectId,
    String location,
    long bytes,
    Spacing spacing,
    SpacingOrigin spacingOrigin,
    StoredFacts stored,
    ImageFacts image,
    List<ContrastFacts> contrasts,
    MaskFacts masks)
    implements Serializable {
  /** Copies the list. */
  public ScanFacts {
    contrasts = List.copyOf(contrasts);
  }

  /** What listing tells. */
  public static ScanFacts listed(Scan scan, Dataset dataset) {
    return new ScanFacts(
        dataset.name(),
        scan.scanId(),
        scan.subjectId(),
        scan.source().location(),
        scan.bytes(),
        scan.spacing(dataset),
        SpacingOrigin.of(scan, dataset),
        null,
        null,
        List.of(),
        null);
  }

  /** With what its files say. */
  public ScanFacts with(StoredFacts found) {
    return new ScanFacts(
        dataset,
        scanId,
        subjectId,
        location,
        bytes,
        spacing,
        spacingOrigin,
        found,
        image,
        contrasts,
        masks);
  }

  /**
   * With its voxels.
   *
   * @param others the images beside the first
   * @param foundMasks null without masks
   */
  public ScanFacts with(ImageFacts foundImage, List<ContrastFacts> others, MaskFacts foundMasks) {
    return new ScanFacts(
        dataset,
        scanId,
        subjectId,
        location,
        bytes,
        spacing,
        spacingOrigin,
        stored,
        foundImage,
        others,
        foundMasks);
  }

  /** Who it is of: the subject, or the scan itself where nothing tells that. */
  String person() {
    return subjectId == null ? scanId : subjectId;
  }
}
