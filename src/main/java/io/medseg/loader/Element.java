package io.medseg.loader;

import io.medseg.volume.Padding;
import io.medseg.volume.Region;
import java.io.Serializable;

/**
 * What one prediction is made of: a slice, a stack of slices or a patch. Coordinates only, no
 * voxels. The axes are those of the volume, H, W, D, with the axis of SLICE_AXIS moved to the end:
 * what {@link DataLoader#inputShape} begins with.
 *
 * @param index position among the elements of its scan, from 0
 * @param region the voxels that exist, clipped to the volume (rank 3)
 * @param padding what is added around them to fill the window
 */
public record Element(int index, Region region, Padding padding) implements Serializable {}
