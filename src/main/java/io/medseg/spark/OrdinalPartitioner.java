package io.medseg.spark;

import org.apache.spark.Partitioner;

/**
 * Deals scans to partitions in turn by their ordinal, so that costly ones come to different ones.
 */
final class OrdinalPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;
  private final int partitions;

  OrdinalPartitioner(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return ((ElementKey) key).scan() % partitions;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OrdinalPartitioner same && partitions == same.partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
