package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.loader.Order;
import io.medseg.shards.EpochOrders;
import io.medseg.shards.Grouping;
import io.medseg.shards.ShardLayout;
import io.medseg.shards.SubjectSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The elements of one side of a split: those of its scans one after the other, in the order of the
 * scans, shuffled as a whole. The driver's; only {@link #placements} travel.
 *
 * @param side by number
 * @param name of the side
 * @param scans of the side
 * @param settings of the order
 */
record SideElements(int side, String name, List<PlannedScan> scans, ShardSettings settings) {
  /**
   * Number of elements.
   *
   * @throws InputException if there are more than can be numbered
   */
  int count() {
    long count = scans.stream().mapToLong(PlannedScan::elements).sum();
    if (count > Integer.MAX_VALUE) {
      throw new InputException(
          "Cannot shuffle %s: it has %d elements, and a side can have %d; write fewer datasets at once"
              .formatted(name, count, Integer.MAX_VALUE));
    }
    return (int) count;
  }

  /** Number of subjects. */
  int subjects() {
    return (int) scans.stream().map(scan -> SubjectSplit.subject(scan.scan())).distinct().count();
  }

  /** How they are dealt to shards. */
  ShardLayout layout(Grouping grouping) {
    long bytes = scans.stream().mapToLong(PlannedScan::cost).sum();
    return ShardLayout.of(name, count(), bytes, settings.shardBytes(), grouping);
  }

  /** Where the elements of every scan go. */
  List<ScanPlacement> placements() {
    int[] positions = EpochOrders.inverse(permutation(settings.order(count())));
    List<ScanPlacement> placements = new ArrayList<>();
    int from = 0;
    for (PlannedScan scan : scans) {
      int to = from + scan.elements();
      placements.add(new ScanPlacement(scan.scan(), side, Arrays.copyOfRange(positions, from, to)));
      from = to;
    }
    return placements;
  }

  /** Takes the order of an epoch. */
  @FunctionalInterface
  interface EpochSink {
    void take(int epoch, long[] records);
  }

  /**
   * Hands on the record numbers of every epoch, one after the other.
   *
   * @param missing positions without a record
   */
  void forEachEpoch(long[] missing, EpochSink sink) {
    Order order = settings.order(count());
    int[] positions = EpochOrders.inverse(permutation(order));
    EpochOrders orders = new EpochOrders(count(), missing);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      sink.take(epoch, orders.records(place -> positions[order.at(place)]));
      order.endOfEpoch();
    }
  }

  private static int[] permutation(Order order) {
    return IntStream.range(0, order.count()).map(order::at).toArray();
  }
}
