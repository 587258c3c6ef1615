package io.medseg.shards;

import io.medseg.loader.BatchSettings.LastBatch;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How the elements of one side of a split are dealt to shards: by their position in the order of
 * the first epoch, in runs of one length.
 *
 * @param side name of the side, and of its folder
 * @param elements that are written, from position 0 on
 * @param perShard elements in a shard, a multiple of those in a record; the last shard may hold
 *     fewer
 */
public record ShardLayout(String side, long elements, long perShard) implements Serializable {
  /**
   * Shards of about this size.
   *
   * @param elements number of elements
   * @param bytes of all of them
   * @param shardBytes wanted size of a shard
   * @param grouping of elements into records
   */
  public static ShardLayout of(
      String side, long elements, long bytes, long shardBytes, Grouping grouping) {
    long written =
        grouping.lastBatch() == LastBatch.DROP ? elements - elements % grouping.size() : elements;
    long shards = Math.max(1, Math.round((double) bytes / shardBytes));
    long records = (written + grouping.size() - 1) / grouping.size();
    long perShard = Math.max(1, (records + shards - 1) / shards) * grouping.size();
    return new ShardLayout(side, written, perShard);
  }

  /** Number of shards. */
  public int shards() {
    return Math.toIntExact((elements + perShard - 1) / perShard);
  }

  /** The shard of a position. */
  public int shardOf(long position) {
    return Math.toIntExact(position / perShard);
  }

  /** First position of a shard. */
  public long firstOf(int shard) {
    return shard * perShard;
  }

  /** Number of elements of a shard. */
  public long sizeOf(int shard) {
    return Math.min(elements, (shard + 1) * perShard) - firstOf(shard);
  }

  /** Names of its shards inside the output. */
  public List<String> names(ShardFormat format, ShardFormat.Compression compression) {
    List<String> names = new ArrayList<>();
    for (int shard = 0; shard < shards(); shard++) {
      names.add(side + "/" + format.fileName(shard, shards(), compression));
    }
    return names;
  }
}
