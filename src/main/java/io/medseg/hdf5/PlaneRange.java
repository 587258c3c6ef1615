package io.medseg.hdf5;

/**
 * Part of an array: the indices of one axis from {@code from} to below {@code to}.
 *
 * @param axis -1 for the whole array
 */
record PlaneRange(int axis, int from, int to) {
  static final PlaneRange ALL = new PlaneRange(-1, 0, 0);

  /** Whether a box holds an element of the range. */
  boolean meets(int[] origin, int[] extent) {
    return axis < 0 || origin[axis] < to && origin[axis] + extent[axis] > from;
  }
}
