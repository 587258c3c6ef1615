package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Region;

/**
 * One row of a {@link SlabLayout}: the values of some planes, of all indices of the fast axis.
 *
 * @param layout which axis is the fastest in the array
 * @param values a view, not a copy
 * @param first plane that the array begins with
 * @param stop plane behind the last that is there
 * @param room planes that the array has room for
 */
record SlabRow(SlabLayout layout, float[] values, int first, int stop, int room) {

  /** Voxels before that of a plane and an index of the fast axis. */
  int voxel(int plane, int index) {
    return layout.hasPlanesInside()
        ? index * room + plane - first
        : (plane - first) * layout.fast().length() + index;
  }

  /** Copies planes to another row, which has room for them. */
  void copyTo(SlabRow other, int from, int to) {
    int classes = layout.classes();
    boolean inside = layout.hasPlanesInside();
    int lines = inside ? layout.fast().length() : to - from;
    int length = (inside ? to - from : layout.fast().length()) * classes;
    for (int line = 0; line < lines; line++) {
      int plane = inside ? from : from + line;
      int index = inside ? line : 0;
      System.arraycopy(
          values,
          voxel(plane, index) * classes,
          other.values,
          other.voxel(plane, index) * classes,
          length);
    }
  }

  /** Some planes and indices of this row as a block of final predictions. */
  PredictionBlock block(int row, int fromPlane, int toPlane, int fromIndex, int toIndex) {
    int classes = layout.classes();
    int[] strides = new int[3];
    strides[layout.slowAxis()] = classes * (layout.hasPlanesInside() ? 1 : layout.fast().length());
    strides[layout.fastAxis()] = classes * (layout.hasPlanesInside() ? room : 1);
    return new PredictionBlock(
        region(layout, row, fromPlane, toPlane, fromIndex, toIndex),
        values,
        voxel(fromPlane, fromIndex) * classes,
        strides[0],
        strides[1],
        strides[2],
        classes);
  }

  /** Some planes of this row as a part of their own. */
  SeamPart part(int group, int row, int from, int to) {
    int length = layout.fast().length();
    float[] copy = new float[layout.rowVoxels(to - from) * layout.classes()];
    copyTo(new SlabRow(layout, copy, from, to, to - from), from, to);
    return new SeamPart(group, region(layout, row, from, to, 0, length), copy);
  }

  /** The row that a part is a copy of; values are copied again. */
  static SlabRow of(SlabLayout layout, SeamPart part) {
    int axis = layout.slowAxis();
    Region region = part.region();
    return new SlabRow(
        layout, part.values().clone(), region.start(axis), region.stop(axis), region.length(axis));
  }

  private static Region region(
      SlabLayout layout, int row, int fromPlane, int toPlane, int fromIndex, int toIndex) {
    int[] start = new int[3];
    int[] stop = new int[3];
    start[layout.slowAxis()] = fromPlane;
    stop[layout.slowAxis()] = toPlane;
    start[layout.middleAxis()] = row;
    stop[layout.middleAxis()] = row + 1;
    start[layout.fastAxis()] = fromIndex;
    stop[layout.fastAxis()] = toIndex;
    return Region.of(start, stop);
  }
}
