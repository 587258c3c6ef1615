package io.medseg.dataset;

import io.medseg.volume.Shape;
import java.io.Serializable;

/**
 * What is known of a scan without reading voxels.
 *
 * @param image H x W x D
 * @param maskChannels channels of its mask files, 0 if it has no masks
 * @param contrasts images beside the first, 0 for most scans
 */
public record ScanHeader(Shape image, int maskChannels, int contrasts) implements Serializable {
  /** A scan of one image. */
  public ScanHeader(Shape image, int maskChannels) {
    this(image, maskChannels, 0);
  }
}
