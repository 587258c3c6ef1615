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
 */
public record ScanData(Scan scan, Volume image, MaskVolume masks, List<Volume> contrasts) {
  /** Copies the list. */
  public ScanData {
    contrasts = List.copyOf(contrasts);
  }

  /** A scan of one image. */
  public ScanData(Scan scan, Volume image, MaskVolume masks) {
    this(scan, image, masks, List.of());
  }

  /** What is known of it without its voxels. */
  public ScanHeader header() {
    return new ScanHeader(image.shape(), masks == null ? 0 : masks.classes(), contrasts.size());
  }

  /** The same images with other masks; null for none. */
  public ScanData withMasks(MaskVolume other) {
    return new ScanData(scan, image, other, contrasts);
  }

  /** Frees the planes that can be read again; see {@link Volume#drop}. */
  public void drop() {
    image.drop();
    contrasts.forEach(Volume::drop);
  }
}
