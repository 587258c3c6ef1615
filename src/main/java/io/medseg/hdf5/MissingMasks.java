package io.medseg.hdf5;

/** What it means that a file that is to hold image and masks holds an image alone. */
enum MissingMasks {
  /** The scan cannot be read. */
  REFUSED,
  /** The scan has no masks. */
  NONE
}
