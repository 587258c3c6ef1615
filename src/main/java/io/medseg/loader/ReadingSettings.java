package io.medseg.loader;

import io.medseg.experiment.Experiment;

/**
 * How a {@link BatchSequence} reads scans. Batches are the same, bit for bit, with any of them.
 *
 * @param workers threads that read the scans of coming batches, at least 0
 * @param cacheBytes of scans in memory at most, those that are being read ahead among them; beside
 *     it are the scan that is asked for and what the batch being made takes
 * @param filling when scans are read
 */
record ReadingSettings(int workers, long cacheBytes, Filling filling) {
  /** Parts of the heap: enough is left for batches and for what takes them. */
  private static final int PART = 8;

  private static final int PRELOADED_PART = 2;

  /** When scans are read. */
  enum Filling {
    /** Shortly before they are needed. */
    AS_NEEDED,
    /** Before the first batch, as many as fit. */
    BEFORE_FIRST_BATCH
  }

  /** NUM_WORKERS and PRELOAD_DATA, which takes half of the heap instead of an eighth. */
  static ReadingSettings of(Experiment experiment) {
    long heap = Runtime.getRuntime().maxMemory();
    return experiment.preloadData()
        ? new ReadingSettings(
            experiment.numWorkers(), heap / PRELOADED_PART, Filling.BEFORE_FIRST_BATCH)
        : new ReadingSettings(experiment.numWorkers(), heap / PART, Filling.AS_NEEDED);
  }
}
