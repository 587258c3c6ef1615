package io.medseg.loader;

import java.io.Serializable;

/**
 * Consecutive elements of a scan, half-open: those of index {@code from} (inclusive) to {@code to}
 * (exclusive). Ranges of one scan are ordered by where they begin.
 */
public record ElementRange(int from, int to) implements Serializable, Comparable<ElementRange> {
  /** Checks that the range is not backwards. */
  public ElementRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("Invalid range of elements: %d to %d".formatted(from, to));
    }
  }

  /** Number of elements. */
  public int count() {
    return to - from;
  }

  /** What of the range a scan of so many elements has. */
  public ElementRange within(int elements) {
    return new ElementRange(Math.min(from, elements), Math.min(to, elements));
  }

  @Override
  public int compareTo(ElementRange other) {
    return from != other.from ? Integer.compare(from, other.from) : Integer.compare(to, other.to);
  }
}
