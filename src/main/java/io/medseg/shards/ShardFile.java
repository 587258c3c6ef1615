package io.medseg.shards;

import io.medseg.InputException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where and how a shard is written: a value that travels.
 *
 * @param folder the output of the run
 * @param name inside it, as in "train/shard-00000-of-00012.tfrecord"
 */
public record ShardFile(
    String folder, String name, ShardFormat format, ShardFormat.Compression compression)
    implements Serializable {
  /**
   * Reads the shard again and counts what its percentiles need.
   *
   * @throws InputException if it cannot be read or is damaged
   */
  public void count(LowerHalfCounter counter, Configuration hadoop) {
    Path file = new Path(folder, name);
    try {
      format.count(file, compression, hadoop, counter);
    } catch (IOException | RuntimeException e) {
      // Parquet tells of damage by either.
      throw new InputException(
          "Cannot read shard %s: %s; remove it and run again with --resume, which writes it anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
