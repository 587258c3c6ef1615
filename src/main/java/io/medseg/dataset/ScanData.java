package io.medseg.dataset;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;

/**
 * A scan that was read, or of which a very large image is read while it is used.
 *
 * @param scan which one
 * @param image its voxels; one thread
 * @param masks one class per channel of the file; null if it has no masks
 */
public record ScanData(Scan scan, Volume image, MaskVolume masks) {}
