package io.medseg.shards;

import io.medseg.loader.BatchSettings.LastBatch;
import java.io.Serializable;
import java.util.List;

/**
 * How elements become records: a value that travels.
 *
 * @param kind of the records
 * @param size elements in a record
 * @param lastBatch what becomes of elements that fill no batch: of the last ones of all, and of a
 *     shard that misses some since their scan failed
 */
public record Grouping(Kind kind, int size, LastBatch lastBatch) implements Serializable {
  /** What a record is. */
  public enum Kind {
    /** One element, without N. */
    ELEMENTS,
    /** A batch, N first. */
    BATCHES
  }

  /** A record for each element. */
  public static final Grouping SINGLE = new Grouping(Kind.ELEMENTS, 1, LastBatch.KEEP);

  /** Checks the size. */
  public Grouping {
    if (size < 1 || kind == Kind.ELEMENTS && size > 1) {
      throw new IllegalArgumentException("Invalid grouping: " + kind + " of " + size);
    }
  }

  /** Batches of this many elements. */
  public static Grouping batches(int size, LastBatch lastBatch) {
    return new Grouping(Kind.BATCHES, size, lastBatch);
  }

  /** Whether so many elements are a record where no more come. */
  boolean takes(int elements) {
    return elements == size || elements > 0 && lastBatch == LastBatch.KEEP;
  }

  ShardRecord record(List<ElementRecord> elements) {
    return kind == Kind.ELEMENTS ? ShardRecord.of(elements.get(0)) : ShardRecord.batch(elements);
  }
}
