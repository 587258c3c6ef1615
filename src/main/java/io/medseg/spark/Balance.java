package io.medseg.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Deals scans to partitions by cost: the costliest scan first, each to the partition with least so
 * far (longest processing time first), then the partitions in descending order of cost. Spark
 * starts tasks in the order of partitions, so the long ones start first and the short ones fill the
 * ends.
 */
final class Balance {
  /**
   * Partitions per task slot: enough that the last ones are short, few enough that starting tasks
   * costs nothing.
   */
  static final int PARTITIONS_PER_SLOT = 8;

  private Balance() {}

  /** Scans in the order that makes them ordinals: the costliest first, equal ones by id. */
  static List<PlannedScan> order(List<PlannedScan> scans) {
    List<PlannedScan> ordered = new ArrayList<>(scans);
    ordered.sort(
        Comparator.comparingLong(PlannedScan::cost)
            .reversed()
            .thenComparing(planned -> planned.scan().scanId()));
    return ordered;
  }

  /** A number of partitions for this many scans. */
  static int partitions(int scans, int slots) {
    return Math.max(1, Math.min(scans, Math.multiplyExact(slots, PARTITIONS_PER_SLOT)));
  }

  /** The partition of every scan; costs descend. */
  static int[] assign(long[] costs, int partitions) {
    PriorityQueue<Bin> bins =
        new PriorityQueue<>(Comparator.comparingLong(Bin::cost).thenComparingInt(Bin::number));
    for (int i = 0; i < partitions; i++) {
      bins.add(new Bin(i, 0));
    }
    int[] bin = new int[costs.length];
    long[] total = new long[partitions];
    for (int scan = 0; scan < costs.length; scan++) {
      Bin least = bins.remove();
      bin[scan] = least.number();
      total[least.number()] += costs[scan];
      bins.add(new Bin(least.number(), total[least.number()]));
    }
    int[] rank = ranks(total);
    for (int scan = 0; scan < bin.length; scan++) {
      bin[scan] = rank[bin[scan]];
    }
    return bin;
  }

  /** What the slot has to do that ends last, if each takes the next share when it is free. */
  static long longest(List<ScanShare> shares, int slots) {
    PriorityQueue<Long> busy = new PriorityQueue<>();
    for (int i = 0; i < slots; i++) {
      busy.add(0L);
    }
    long longest = 0;
    for (ScanShare share : shares) {
      long until = busy.remove() + share.cost();
      busy.add(until);
      longest = Math.max(longest, until);
    }
    return longest;
  }

  private static int[] ranks(long[] total) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < total.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.<Integer>comparingLong(i -> total[i]).reversed());
    int[] rank = new int[total.length];
    for (int place = 0; place < rank.length; place++) {
      rank[order.get(place)] = place;
    }
    return rank;
  }

  private record Bin(int number, long cost) {}
}
