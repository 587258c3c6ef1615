package io.medseg.shards;

import java.io.Serializable;

/**
 * One element with its voxels, on its way to a shard: a value that travels.
 *
 * @param scanId the scan it was cut from
 * @param index its number within the scan
 * @param x input after preprocessing
 * @param y masks, or an image where the loader gives one; null if the scan has no masks
 * @param xRaw input before preprocessing; null where it is not asked for
 */
public record ElementRecord(String scanId, int index, ArrayBytes x, ArrayBytes y, ArrayBytes xRaw)
    implements Serializable {}
