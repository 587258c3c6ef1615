package io.medseg.shards;

import java.io.Serializable;
import java.util.List;

/**
 * How elements become records: a value that travels.
 *
 * @param kind of the records
 * @param size elements in a record; the last one of a shard may hold fewer
 */
public record Grouping(Kind kind, int size) implements Serializable {
  /** What a record is. */
  public enum Kind {
    /** One element, without N. */
    ELEMENTS,
    /** A batch, N first. */
    BATCHES
  }

  /** A record for each element. */
  public static final Grouping SINGLE = new Grouping(Kind.ELEMENTS, 1);

  /** Checks the size. */
  public Grouping {
    if (size < 1 || kind == Kind.ELEMENTS && size > 1) {
      throw new IllegalArgumentException("Invalid grouping: " + kind + " of " + size);
    }
  }

  /** Batches of this many elements. */
  public static Grouping batches(int size) {
    return new Grouping(Kind.BATCHES, size);
  }

  ShardRecord record(List<ElementRecord> elements) {
    return kind == Kind.ELEMENTS ? ShardRecord.of(elements.get(0)) : ShardRecord.batch(elements);
  }
}
