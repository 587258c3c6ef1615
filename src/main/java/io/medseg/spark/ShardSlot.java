package io.medseg.spark;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where an element goes; sorts those of a shard.
 *
 * @param task the task that writes its shard
 * @param position in the order of the side's first epoch
 */
record ShardSlot(int task, int position) implements Comparable<ShardSlot>, Serializable {
  private static final Comparator<ShardSlot> ORDER =
      Comparator.comparingInt(ShardSlot::task).thenComparingInt(ShardSlot::position);

  @Override
  public int compareTo(ShardSlot other) {
    return ORDER.compare(this, other);
  }
}
