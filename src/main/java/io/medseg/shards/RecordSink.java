package io.medseg.shards;

import java.io.IOException;

/** Takes the records of one shard, one after the other. One thread. */
public interface RecordSink extends AutoCloseable {
  /**
   * Writes a record behind the last one.
   *
   * @throws IOException if the place cannot take it
   */
  void write(ShardRecord record) throws IOException;

  /** Completes the shard; the stream beneath stays the caller's to close. */
  @Override
  void close() throws IOException;
}
