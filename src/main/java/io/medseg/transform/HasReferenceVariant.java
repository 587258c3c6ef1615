package io.medseg.transform;

/** A transform that MedSegPy computes in another way. */
interface HasReferenceVariant {
  /** The transform as MedSegPy computes it. */
  MedTransform asInMedSegPy();
}
