package io.medseg.spark;

import java.util.Arrays;
import org.apache.spark.Partitioner;

/** All records of a scan go to the partition that was chosen for it. */
final class ScanPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;
  private final int partitions;
  private final int[] partitionOfScan;

  ScanPartitioner(int partitions, int[] partitionOfScan) {
    this.partitions = partitions;
    this.partitionOfScan = partitionOfScan;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return partitionOfScan[((ElementKey) key).scan()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScanPartitioner same
        && partitions == same.partitions
        && Arrays.equals(partitionOfScan, same.partitionOfScan);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(partitionOfScan);
  }
}
