package io.medseg.dataset;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;

/**
 * A scan read whole.
 *
 * @param scan which one
 * @param image its voxels
 * @param masks one class per channel of the file; null if it has no masks
 */
public record ScanData(Scan scan, Volume image, MaskVolume masks) {}
