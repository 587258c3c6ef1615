package io.medseg.loader;

import io.medseg.volume.PredictionBlock;

/** Makes one prediction per voxel out of those of windows; used by one thread. */
interface Assembly {
  /** Takes the prediction of a window, cropped to the volume; by ascending index. */
  void add(Element element, PredictionBlock block);

  /** Hands on what is still held, and zeros for voxels in no window. */
  void finish();
}
