package io.medseg.spark;

import io.medseg.shards.ShardLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which task writes which shard: a value that travels.
 *
 * @param layouts of the sides of the split
 * @param tasks for each side and shard the task that writes it, {@link #FINISHED} if it is there
 */
record ShardTargets(List<ShardLayout> layouts, int[][] tasks) implements Serializable {
  /** Of a shard that an earlier run wrote. */
  static final int FINISHED = -1;

  /** Of an element that is in no shard. */
  static final int NONE = -2;

  /**
   * A shard of a side.
   *
   * @param side by number
   * @param shard within the side
   */
  record Target(int side, int shard) implements Serializable {}

  /** A task for each of these, in their order. */
  static ShardTargets of(List<ShardLayout> layouts, List<Target> targets) {
    int[][] tasks = new int[layouts.size()][];
    for (int side = 0; side < tasks.length; side++) {
      tasks[side] = new int[layouts.get(side).shards()];
      Arrays.fill(tasks[side], FINISHED);
    }
    for (int task = 0; task < targets.size(); task++) {
      tasks[targets.get(task).side()][targets.get(task).shard()] = task;
    }
    return new ShardTargets(List.copyOf(layouts), tasks);
  }

  /** The task that wants the element at a position of a side; negative if none does. */
  int task(int side, int position) {
    ShardLayout layout = layouts.get(side);
    return position < layout.elements() ? tasks[side][layout.shardOf(position)] : NONE;
  }

  /** Whether a scan has an element for a shard that is to be written. */
  boolean wants(ScanPlacement placement) {
    return Arrays.stream(placement.positions())
        .anyMatch(position -> task(placement.side(), position) >= 0);
  }

  /** What the tasks write, by task. */
  List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (int side = 0; side < tasks.length; side++) {
      for (int shard = 0; shard < tasks[side].length; shard++) {
        if (tasks[side][shard] >= 0) {
          targets.add(new Target(side, shard));
        }
      }
    }
    return targets;
  }
}
