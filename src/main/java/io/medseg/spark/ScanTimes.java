package io.medseg.spark;

import java.io.Serializable;

/**
 * Where the time of a scan went, in nanoseconds of its task.
 *
 * @param read opening and reading its files
 * @param batch cutting elements out of memory and preprocessing them
 * @param model the model's own run, its copies in and out included
 * @param gather putting predictions back together, deciding labels and post-processing them
 * @param score comparing with the truth
 * @param scoreCpu CPU time of that
 * @param write writing its files
 */
public record ScanTimes(
    long read, long batch, long model, long gather, long score, long scoreCpu, long write)
    implements Serializable {
  /** Times of a scan that is neither scored nor written yet. */
  public ScanTimes(long read, long batch, long model, long gather) {
    this(read, batch, model, gather, 0, 0, 0);
  }

  /** No time. */
  public static final ScanTimes ZERO = new ScanTimes(0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public ScanTimes plus(ScanTimes other) {
    return new ScanTimes(
        read + other.read,
        batch + other.batch,
        model + other.model,
        gather + other.gather,
        score + other.score,
        scoreCpu + other.scoreCpu,
        write + other.write);
  }

  /** All of it on the clock of the tasks. */
  public long total() {
    return read + batch + model + gather + score + write;
  }
}
