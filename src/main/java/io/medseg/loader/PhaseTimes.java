package io.medseg.loader;

/** Nanoseconds spent on the phases of an inference, added up. Mutable; one thread at a time. */
public final class PhaseTimes {
  private long batch;
  private long predict;
  private long gather;

  /** Adds the times of one batch. */
  void add(long batchNanos, long predictNanos, long gatherNanos) {
    batch += batchNanos;
    predict += predictNanos;
    gather += gatherNanos;
  }

  /** Cutting elements out, padding and preprocessing them. */
  public long batchNanos() {
    return batch;
  }

  /** The model. */
  public long predictNanos() {
    return predict;
  }

  /** Putting predictions back, the sink included. */
  public long gatherNanos() {
    return gather;
  }
}
