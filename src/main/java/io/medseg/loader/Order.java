package io.medseg.loader;

import io.medseg.experiment.Parity;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The order in which a sequence of batches takes its elements. A shuffle swaps, from the last
 * position down to the second, each with a random one up to itself (Fisher and Yates), and an epoch
 * shuffles the order of the one before. Random numbers come from {@link Random}, whose algorithm
 * Java's specification fixes, so that a seed gives the same order everywhere and always; with
 * parity from Python's generator, and then seed 0 is no seed. Not thread-safe.
 */
public final class Order {
  private final int[] order;
  private final IntUnaryOperator below;

  private Order(int count, IntUnaryOperator below) {
    this.order = IntStream.range(0, count).toArray();
    this.below = below;
    shuffle();
  }

  /** The order of index, always. */
  public static Order ascending(int count) {
    return new Order(count, null);
  }

  /** A shuffled order. */
  public static Order shuffled(int count, Optional<Long> seed, Parity parity) {
    return new Order(count, parity == Parity.MEDSEGPY ? python(seed) : own(seed));
  }

  private static IntUnaryOperator own(Optional<Long> seed) {
    Random random = seed.isPresent() ? new Random(seed.get()) : new Random();
    return random::nextInt;
  }

  private static IntUnaryOperator python(Optional<Long> seed) {
    return new PythonRandom(seed.filter(s -> s != 0).orElseGet(System::nanoTime))::below;
  }

  private void shuffle() {
    if (below == null) {
      return;
    }
    for (int i = order.length - 1; i > 0; i--) {
      int j = below.applyAsInt(i + 1);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
  }

  /** Number of elements. */
  public int count() {
    return order.length;
  }

  /** The element at a position. */
  public int at(int position) {
    return order[position];
  }

  /** Shuffles for the next epoch; of no effect on an ascending order. */
  public void endOfEpoch() {
    shuffle();
  }
}
