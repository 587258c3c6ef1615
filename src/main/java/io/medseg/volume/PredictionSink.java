package io.medseg.volume;

/**
 * Takes the final predictions of a scan, each voxel exactly once, in any order of blocks. Used by
 * one thread.
 */
@FunctionalInterface
public interface PredictionSink {
  /** Takes a block; its array is used again after the call, so nothing of it may be kept. */
  void accept(PredictionBlock block);

  /** A sink that hands every block to both. */
  default PredictionSink and(PredictionSink other) {
    return block -> {
      accept(block);
      other.accept(block);
    };
  }
}
