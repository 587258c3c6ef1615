package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InspectionRunTest {
  private static Scan scan(int number, long bytes) {
    ScanSource source = new ScanSource.VolumeFile(number + ".h5", null, null, null);
    return new Scan(String.valueOf(number), null, source, bytes, Map.of());
  }

  /** Every scan is dealt once; no task has much more to read than another, unless by one scan. */
  @Test
  void dealsByBytes() {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      List<Scan> first = new ArrayList<>();
      List<Scan> second = new ArrayList<>();
      long total = 0;
      long largest = 0;
      for (int i = 0; i < 1 + random.nextInt(200); i++) {
        long bytes = random.nextInt(1000);
        total += bytes + 1;
        largest = Math.max(largest, bytes + 1);
        (random.nextBoolean() ? first : second).add(scan(i, bytes));
      }
      int slots = 1 + random.nextInt(4);

      List<List<ListedScan>> dealt = InspectionRun.dealt(List.of(first, second), slots);

      assertThat(dealt).hasSize(Balance.partitions(first.size() + second.size(), slots));
      List<ListedScan> all = dealt.stream().flatMap(List::stream).toList();
      assertThat(all.stream().filter(one -> one.recipe() == 0).map(ListedScan::scan))
          .containsExactlyInAnyOrderElementsOf(first);
      assertThat(all.stream().filter(one -> one.recipe() == 1).map(ListedScan::scan))
          .containsExactlyInAnyOrderElementsOf(second);
      for (List<ListedScan> task : dealt) {
        long bytes = task.stream().mapToLong(one -> one.scan().bytes() + 1).sum();
        assertThat(bytes).isLessThanOrEqualTo(total / dealt.size() + largest);
      }
    }
  }

  @Test
  void nothingIsDealtAsNothing() {
    assertThat(InspectionRun.dealt(List.of(List.of(), List.of()), 2)).isEmpty();
  }
}
