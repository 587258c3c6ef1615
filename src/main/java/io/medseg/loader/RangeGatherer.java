package io.medseg.loader;

import io.medseg.volume.MaskVolume;

/**
 * A gatherer of some elements of a scan, all of one range. Voxels that no element of another range
 * changes go to its sink; of the others it tells what it knows at the end. Used by one thread.
 */
public interface RangeGatherer extends Gatherer {
  /**
   * Hands on what is still held. To be called once, after the last element of the range.
   *
   * @return as for a whole scan, of which it speaks: a mask of one class with the voxels that some
   *     window of any range covers, or null if all are
   */
  @Override
  MaskVolume finish();

  /**
   * What is to be joined with other ranges.
   *
   * @throws IllegalStateException before {@link #finish}
   */
  Seams seams();
}
