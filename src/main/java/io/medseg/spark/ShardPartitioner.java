package io.medseg.spark;

import org.apache.spark.Partitioner;

/** A partition for every shard that is to be written. */
final class ShardPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;
  private final int shards;

  ShardPartitioner(int shards) {
    this.shards = shards;
  }

  @Override
  public int numPartitions() {
    return shards;
  }

  @Override
  public int getPartition(Object key) {
    return ((ShardSlot) key).task();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardPartitioner same && shards == same.shards;
  }

  @Override
  public int hashCode() {
    return shards;
  }
}
