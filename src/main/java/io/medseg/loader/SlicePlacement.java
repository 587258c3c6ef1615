package io.medseg.loader;

/** Where the prediction of a window of slices goes. */
enum SlicePlacement {
  /** To the middle slice, which it was made for. */
  CENTRE,
  /** To every slice of the window, as N5dDataLoader of MedSegPy does; later windows overwrite. */
  EVERY
}
