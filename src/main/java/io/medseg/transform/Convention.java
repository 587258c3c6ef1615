package io.medseg.transform;

/** Whose numbers transforms give where the project decides differently from MedSegPy. */
public enum Convention {
  /** The project's own. */
  OWN,
  /** MedSegPy's. */
  MEDSEGPY
}
