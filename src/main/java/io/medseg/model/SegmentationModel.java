package io.medseg.model;

/**
 * A loaded model: one per executor JVM and device, safe for many threads. Whoever loaded it closes
 * it.
 */
public interface SegmentationModel extends AutoCloseable {
  /** What it takes and gives. */
  ModelSignature signature();

  /** A session for one task; the task closes it. */
  ModelSession newSession();

  @Override
  void close();
}
