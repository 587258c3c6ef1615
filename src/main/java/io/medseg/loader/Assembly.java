package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import java.util.List;

/** Makes one prediction per voxel out of those of the windows of a range; used by one thread. */
interface Assembly {
  /** Takes the prediction of a window, cropped to the volume; by ascending index. */
  void add(Element element, PredictionBlock block);

  /** Hands on what is still held; what other ranges change is returned, by ascending group. */
  List<SeamPart> finish();
}
