package io.medseg.hdf5;

/** Counts mask values that are neither 0 nor 1. Mutable, one thread. */
final class OddValues {
  private long count;

  void add(long more) {
    count += more;
  }

  void clear() {
    count = 0;
  }

  long count() {
    return count;
  }
}
