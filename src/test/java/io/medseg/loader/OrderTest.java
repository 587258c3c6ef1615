package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(tests).as("recorded orders in %s", GoldenFolder.root()).isNotEmpty();
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

  /** As CPython 3: shuffling a list of 18 with {@code random.Random(1234)} four times. */
  @Test
  void goesOnAsPythonDoesForSeveralEpochs() {
    Order order = Order.shuffled(18, Optional.of(1234L), Parity.MEDSEGPY);
    order.endOfEpoch();
    order.endOfEpoch();
    assertThat(positions(order))
        .containsExactly(5, 17, 14, 12, 11, 0, 2, 16, 3, 9, 10, 13, 1, 6, 15, 4, 8, 7);
    order.endOfEpoch();
    assertThat(positions(order))
        .containsExactly(15, 3, 9, 17, 12, 11, 1, 4, 6, 2, 10, 16, 13, 7, 0, 5, 14, 8);
  }

  /** Never to be changed: experiments that were run before must come out again. */
  @Test
  void ownOrdersStayWhatTheyAre() {
    Order order = Order.shuffled(10, Optional.of(7L), Parity.NONE);
    assertThat(positions(order)).containsExactly(0, 1, 9, 3, 7, 4, 8, 5, 2, 6);
    order.endOfEpoch();
    assertThat(positions(order)).containsExactly(8, 4, 6, 9, 0, 1, 2, 5, 3, 7);
  }

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
