package io.medseg.dataset;

import io.medseg.InputException;
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
  /**
   * Refuses a scan that is not what was found before.
   *
   * @param data what was read, maybe without its masks
   * @throws InputException naming what was found before and what is there now
   */
  public void check(ScanData data) {
    ScanHeader now = data.header();
    boolean sameMasks = data.masks() == null || now.maskChannels == maskChannels;
    if (!image.equals(now.image) || contrasts != now.contrasts || !sameMasks) {
      throw new InputException(
          "Cannot read scan %s: %s was %s when its shapes were looked at and is %s now; change no data while it is read, and run again"
              .formatted(data.scan().scanId(), data.scan().source().location(), this, now));
    }
  }

  /** For messages, as in "16x16x3 with 2 mask channels". */
  @Override
  public String toString() {
    return image
        + (maskChannels == 0 ? "" : " with " + maskChannels + " mask channels")
        + (contrasts == 0 ? "" : " and " + contrasts + " more contrasts");
  }

  /** A scan of one image. */
  public ScanHeader(Shape image, int maskChannels) {
    this(image, maskChannels, 0);
  }
}
