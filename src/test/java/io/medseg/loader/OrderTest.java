package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.GoldenFolder;
import io.medseg.experiment.Parity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OrderTest {

  @TestFactory
  @Tag("golden")
  Stream<DynamicTest> repeatsTheOrdersOfPython() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : GoldenFolder.casesWith("extra")) {
      GoldenFolder.json(folder.resolve("case.json"))
          .get("extra")
          .path("shuffle_orders_python_random")
          .fields()
          .forEachRemaining(
              entry ->
                  tests.add(
                      DynamicTest.dynamicTest(
                          folder.getFileName() + ", seed " + entry.getKey(),
                          () -> checkOrders(entry.getKey(), entry.getValue()))));
    }
    assumeTrue(!tests.isEmpty(), "no recorded orders in " + GoldenFolder.root());
    return tests.stream();
  }

  private static void checkOrders(String seed, JsonNode recorded) {
    int[] first = ints(recorded.get("after_init"));
    Order order = Order.shuffled(first.length, Optional.of(Long.valueOf(seed)), Parity.MEDSEGPY);
    assertThat(positions(order)).isEqualTo(first);
    order.endOfEpoch();
    assertThat(positions(order)).isEqualTo(ints(recorded.get("after_one_epoch")));
  }

  /** The expected orders are those of CPython 3, {@code random.Random(seed).shuffle(range(10))}. */
  @Test
  void takesNegativeAndLongSeedsAsPythonDoes() {
    assertThat(positions(Order.shuffled(10, Optional.of(-1234L), Parity.MEDSEGPY)))
        .containsExactly(NEGATIVE);
    assertThat(positions(Order.shuffled(10, Optional.of(1L << 40), Parity.MEDSEGPY)))
        .containsExactly(LONG);
  }

  private static final int[] NEGATIVE = {2, 8, 3, 5, 6, 4, 9, 0, 1, 7};
  private static final int[] LONG = {7, 8, 2, 4, 6, 0, 3, 9, 5, 1};

  @Test
  void givesTheSameOrderForASeedAlways() {
    Order order = Order.shuffled(8, Optional.of(0L), Parity.NONE);
    int[] first = positions(order);
    assertThat(first).isEqualTo(positions(Order.shuffled(8, Optional.of(0L), Parity.NONE)));
    order.endOfEpoch();
    assertThat(positions(order)).isNotEqualTo(first).containsExactlyInAnyOrder(first);
  }

  @Test
  void hasNoSeedWithSeedZeroAndParity() {
    int[] first = positions(Order.shuffled(50, Optional.of(0L), Parity.MEDSEGPY));
    int[] second = positions(Order.shuffled(50, Optional.of(0L), Parity.MEDSEGPY));
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void keepsAnOrderThatIsNotShuffled() {
    Order order = Order.ascending(4);
    order.endOfEpoch();
    assertThat(positions(order)).containsExactly(0, 1, 2, 3);
  }

  private static int[] positions(Order order) {
    return IntStream.range(0, order.count()).map(order::at).toArray();
  }

  private static int[] ints(JsonNode node) {
    return IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).toArray();
  }
}
