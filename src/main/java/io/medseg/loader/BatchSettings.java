package io.medseg.loader;

import io.medseg.experiment.Parity;
import java.util.Optional;

/**
 * How a {@link BatchSequence} makes batches.
 *
 * @param batchSize elements in a batch, at least 1
 * @param form {@link BatchForm#TRAINING} or {@link BatchForm#TESTING}
 * @param lastBatch what happens to a last batch that is not full; it is kept when testing
 * @param arrangement in which order elements are taken
 * @param seed of the shuffle; empty: another order every time
 * @param parity whose random numbers the shuffle takes
 */
public record BatchSettings(
    int batchSize,
    BatchForm form,
    LastBatch lastBatch,
    Arrangement arrangement,
    Optional<Long> seed,
    Parity parity) {

  /** What happens to a last batch that is not full. */
  public enum LastBatch {
    /** It is a batch with fewer elements. */
    KEEP,
    /** Its elements are left out of the epoch. */
    DROP
  }

  /** In which order elements are taken. */
  public enum Arrangement {
    /** By scan, then by index. */
    ASCENDING,
    /** Shuffled, and again after every epoch. */
    SHUFFLED
  }

  /** Checks the values. */
  public BatchSettings {
    if (batchSize < 1) {
      throw new IllegalArgumentException("Invalid batch size " + batchSize);
    }
  }
}
