package io.medseg.dataset;

import java.io.Serializable;
import java.time.Instant;

/**
 * Size and time of a file: what tells, without reading it, that it is still the same.
 *
 * @param bytes its size; negative: there is no such file
 * @param modified when it was written, ms since 1970; 0 where unknown
 */
public record FileState(long bytes, long modified) implements Serializable {
  /** Of a file that is not there. */
  public static final FileState ABSENT = new FileState(-1, 0);

  private static final long SECOND = 1000;

  /** Whether there is a file. */
  public boolean exists() {
    return bytes >= 0;
  }

  /**
   * Whether both may be of the same file. Some object stores tell whole seconds of a file that is
   * asked for, and milliseconds in a listing.
   */
  public boolean isLike(FileState other) {
    return bytes == other.bytes && isSameTime(other);
  }

  private boolean isSameTime(FileState other) {
    if (modified == other.modified || modified == 0 || other.modified == 0) {
      return true;
    }
    boolean whole = modified % SECOND == 0 || other.modified % SECOND == 0;
    return whole && modified / SECOND == other.modified / SECOND;
  }

  /** For messages, as in "1234 bytes of 2026-01-31T12:00:00.123Z". */
  @Override
  public String toString() {
    if (!exists()) {
      return "not there";
    }
    return bytes + " bytes" + (modified == 0 ? "" : " of " + Instant.ofEpochMilli(modified));
  }
}
