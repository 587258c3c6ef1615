package io.medseg.loader;

/** Where the windows of an inference lie: the setting GRID. */
public enum GridRule {
  /** Every voxel is in a window. */
  COVER,
  /** MedSegPy's windows: what the strides do not reach is left out. */
  MEDSEGPY
}
