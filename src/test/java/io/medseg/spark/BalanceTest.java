package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BalanceTest {
  @Test
  void theFirstPartitionIsTheCostliest() {
    long[] costs = {100, 40, 30, 30, 5, 5};

    assertThat(Balance.assign(costs, 3)).containsExactly(0, 2, 1, 1, 2, 2);
    assertThat(Balance.assign(costs, 1)).containsOnly(0);
  }

  @Test
  void noPartitionIsFarAboveTheMean() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      int scans = 1 + random.nextInt(60);
      int partitions = 1 + random.nextInt(20);
      long[] costs = random.longs(scans, 1, 1000).toArray();
      Arrays.sort(costs);
      for (int i = 0, j = scans - 1; i < j; i++, j--) {
        long swapped = costs[i];
        costs[i] = costs[j];
        costs[j] = swapped;
      }

      long[] load = new long[partitions];
      int[] assigned = Balance.assign(costs, partitions);
      for (int scan = 0; scan < scans; scan++) {
        load[assigned[scan]] += costs[scan];
      }

      long sum = Arrays.stream(costs).sum();
      // Dealing to the least loaded never exceeds twice the optimum (Graham 1966).
      long atLeast = Math.max(costs[0], (sum + partitions - 1) / partitions);
      assertThat(Arrays.stream(load).max().orElseThrow()).isLessThanOrEqualTo(2 * atLeast);
      assertThat(load).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }
  }

  @Test
  void fewScansGetAPartitionEach() {
    assertThat(Balance.partitions(5, 2)).isEqualTo(5);
    assertThat(Balance.partitions(10_000, 8)).isEqualTo(8 * Balance.PARTITIONS_PER_SLOT);
    assertThat(Balance.partitions(0, 8)).isEqualTo(1);
  }
}
