package io.medseg.inspection;

import io.medseg.volume.Shape;
import java.io.Serializable;

/**
 * What the files of a scan say without their voxels.
 *
 * @param shape H x W x D
 * @param maskChannels 0 without masks
 * @param imageType number type, as in "float32"
 * @param maskType null without masks
 */
public record StoredFacts(Shape shape, int maskChannels, String imageType, String maskType)
    implements Serializable {}
