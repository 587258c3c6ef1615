package io.medseg.dataset;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.util.List;

/**
 * A scan that was read, or of which a very large image is read while it is used.
 *
 * @param scan which one
 * @param image its voxels; one thread
 * @param masks one class per channel of the file; null if it has no masks
 * @param contrasts further images of the same voxels, each as large as the first, in the order of
 *     {@link ScanSource.Contrasts}; none for most scans
 * @param maskValues what the masks held beside 0 and 1 before they became bits
 */
public record ScanData(
    Scan scan, Volume image, MaskVolume masks, List<Volume> contrasts, MaskValues maskValues) {
  /** Copies the list. */
  public ScanData {
    contrasts = List.copyOf(contrasts);
  }

  /** A scan of one image, its masks 0 and 1. */
  public ScanData(Scan scan, Volume image, MaskVolume masks) {
    this(scan, image, masks, List.of());
  }

  /** A scan whose masks are 0 and 1. */
  public ScanData(Scan scan, Volume image, MaskVolume masks, List<Volume> contrasts) {
    this(scan, image, masks, contrasts, MaskValues.BINARY);
  }

  /** What is known of it without its voxels. */
  public ScanHeader header() {
    return new ScanHeader(image.shape(), masks == null ? 0 : masks.classes(), contrasts.size());
  }

  /** The same images with other masks; null for none. */
  public ScanData withMasks(MaskVolume other) {
    return new ScanData(scan, image, other, contrasts);
  }

  /** The same masks with other images, the first and its contrasts. */
  public ScanData withImages(Volume first, List<Volume> others) {
    return new ScanData(scan, first, masks, others, maskValues);
  }

  /** Frees the planes that can be read again; see {@link Volume#drop}. */
  public void drop() {
    image.drop();
    contrasts.forEach(Volume::drop);
  }
}
