package io.medseg.loader;

import io.medseg.volume.PadMode;

/**
 * Where the voxels of a padded window come from on the axes H, W and D of a volume, and where they
 * go in a batch whose axes are in the order of the loader.
 *
 * @param axes how the two orders belong together
 * @param maps one for each axis of the loader
 */
record WindowMap(SliceAxis axes, SourceMap[] maps) {

  static WindowMap of(Element element, SliceAxis axes, PadMode mode) {
    SourceMap[] maps = new SourceMap[3];
    for (int axis = 0; axis < maps.length; axis++) {
      maps[axis] = SourceMap.of(element, axis, mode);
    }
    return new WindowMap(axes, maps);
  }

  /** The middle slice of the window alone. */
  WindowMap middleSlice() {
    return new WindowMap(axes, new SourceMap[] {maps[0], maps[1], maps[2].middle()});
  }

  /** Indices on an axis of the volume. */
  SourceMap map(int volumeAxis) {
    return maps[axes.position(volumeAxis)];
  }

  /** Voxels from one index to the next on an axis of the volume, in the batch. */
  int stride(int volumeAxis) {
    int stride = 1;
    for (int axis = 2; axis > axes.position(volumeAxis); axis--) {
      stride *= maps[axis].length();
    }
    return stride;
  }
}
