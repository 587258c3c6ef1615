package io.medseg.loader;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Tensor;
import java.util.List;

/**
 * Puts the predictions of one scan back together and hands them on, each voxel once. Used by one
 * thread.
 */
public interface Gatherer {
  /**
   * Takes the predictions of some elements; elements come in ascending order of index.
   *
   * @param predictions N x the window x classes; its array may be overwritten and is used again
   *     after the call
   */
  void add(List<Element> elements, Tensor predictions);

  /**
   * Hands on what is still held. To be called once, after the last element.
   *
   * @return a mask of one class with the voxels that some window covered, or null if all were
   */
  MaskVolume finish();
}
