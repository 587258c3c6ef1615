package io.medseg.loader;

import io.medseg.volume.Tensor;

/**
 * Elements put together for the model.
 *
 * @param x input after preprocessing, N first, channels last
 * @param y masks as 0 and 1, N first, classes last; null if not asked for or if the scan has no
 *     masks
 * @param xRaw input before preprocessing; null if not asked for
 */
public record Batch(Tensor x, Tensor y, Tensor xRaw) {}
