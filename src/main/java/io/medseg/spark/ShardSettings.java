package io.medseg.spark;

import io.medseg.experiment.Parity;
import io.medseg.loader.BatchSettings;
import io.medseg.loader.Order;
import io.medseg.shards.SubjectSplit;
import java.util.Optional;

/**
 * How a preprocessing deals elements out; they themselves do not depend on it.
 *
 * @param split of the subjects
 * @param arrangement in which order elements are written
 * @param seed of the order and of the split
 * @param parity whose random numbers the order takes
 * @param shardBytes wanted size of a shard
 * @param epochs number of orders to write, 0 for none
 */
public record ShardSettings(
    SubjectSplit split,
    BatchSettings.Arrangement arrangement,
    long seed,
    Parity parity,
    long shardBytes,
    int epochs) {

  /** The order of some elements. */
  Order order(int elements) {
    return arrangement == BatchSettings.Arrangement.SHUFFLED
        ? Order.shuffled(elements, Optional.of(seed), parity)
        : Order.ascending(elements);
  }
}
