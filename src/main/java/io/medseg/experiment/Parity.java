package io.medseg.experiment;

/** Whose numbers are wanted where the project decides differently from a reference. */
public enum Parity {
  /** The project's own choices. */
  NONE,
  /** MedSegPy's choices, so that old numbers come out again. */
  MEDSEGPY
}
