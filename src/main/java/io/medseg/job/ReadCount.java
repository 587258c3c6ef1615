package io.medseg.job;

/**
 * What was asked of one file.
 *
 * @param opens how often it was opened
 * @param calls reads that were asked for; what a file system answers in pieces is one
 * @param bytes that came
 * @param smallest fewest bytes that one call asked for
 */
record ReadCount(int opens, long calls, long bytes, long smallest) {
  static final ReadCount NONE = new ReadCount(0, 0, 0, Long.MAX_VALUE);
  static final ReadCount OPENED = new ReadCount(1, 0, 0, Long.MAX_VALUE);

  /** A read that was asked for. */
  static ReadCount called(long length) {
    return new ReadCount(0, 1, 0, length);
  }

  /** Bytes that came. */
  static ReadCount came(long bytes) {
    return new ReadCount(0, 0, bytes, Long.MAX_VALUE);
  }

  ReadCount plus(ReadCount other) {
    return new ReadCount(
        opens + other.opens,
        calls + other.calls,
        bytes + other.bytes,
        Math.min(smallest, other.smallest));
  }
}
