package io.medseg.metric;

/**
 * Prediction and truth of one class of one scan, counted once; surface distances are computed when
 * first asked for. One thread.
 */
public interface ClassComparison {
  /** Voxels of the prediction. */
  long predicted();

  /** Voxels of the truth. */
  long truth();

  /** Voxels of both. */
  long intersection();

  /** Distances between the two surfaces; null if prediction or truth is empty. */
  SurfaceDistances surfaceDistances();
}
