package io.medseg.loader;

import io.medseg.volume.Region;
import java.io.Serializable;

/**
 * What one range of elements knows of some voxels that another range knows something of too. Made
 * by a {@link RangeGatherer}, read by {@link DataLoader#joinSeams} of the same loader; for all else
 * only its size is of interest.
 *
 * @param group which windows it comes from, or the last of them: those of one start on the slowest
 *     axis, by number
 * @param region the voxels, axes in the order of the loader
 * @param values their blended predictions, in the order the loader keeps them; shared, not copied
 */
public record SeamPart(int group, Region region, float[] values) implements Serializable {}
