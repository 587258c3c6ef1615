package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochOrdersTest {
  @TempDir Path folder;

  private static int[] shuffled(int count, Random random) {
    List<Integer> order =
        IntStream.range(0, count).boxed().collect(java.util.stream.Collectors.toList());
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void eachEpochTakesTheRecordsThatAreThereOnce() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int count = random.nextInt(60);
      long[] missing =
          LongStream.range(0, count).filter(position -> random.nextInt(5) == 0).toArray();
      EpochOrders orders = new EpochOrders(count, missing);
      int[] places = shuffled(count, random);

      long[] first = orders.records(place -> place);
      long[] other = orders.records(place -> places[place]);

      int there = count - missing.length;
      assertThat(first).containsExactly(LongStream.range(0, there).toArray());
      assertThat(other).containsExactlyInAnyOrder(first);
    }
  }

  @Test
  void missingRecordsAreLeftOut() {
    EpochOrders orders = new EpochOrders(5, new long[] {1, 4});
    int[] backwards = {4, 3, 2, 1, 0};

    assertThat(orders.records(place -> backwards[place])).containsExactly(2, 1, 0);
  }

  @Test
  void inverse() {
    assertThat(EpochOrders.inverse(new int[] {2, 0, 1})).containsExactly(1, 2, 0);
    assertThat(EpochOrders.inverse(new int[0])).isEmpty();
  }

  @Test
  void names() {
    assertThat(EpochOrders.names("fold-0", 2))
        .containsExactly("fold-0/epoch-0000.npy", "fold-0/epoch-0001.npy");
  }

  private byte[] written(long... records) throws IOException {
    Path file = folder.resolve("epoch.npy");
    EpochOrders.write(
        new org.apache.hadoop.fs.Path(file.toString()), records, new Configuration(false));
    return Files.readAllBytes(file);
  }

  /** Literals are what numpy.save writes. */
  @Test
  void filesAreThoseOfNumpy() throws IOException {
    String head =
        "934e554d5059010076007b276465736372273a20273c6938272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028";
    String spaces = "20".repeat(60);
    assertThat(HexFormat.of().formatHex(written(3, 0, 1)))
        .isEqualTo(
            head
                + "332c292c207d"
                + spaces
                + "0a"
                + "0300000000000000"
                + "0000000000000000"
                + "0100000000000000");
    assertThat(HexFormat.of().formatHex(written()))
        .isEqualTo(head + "302c292c207d" + spaces + "0a");
  }

  @Test
  void longListsAreWrittenWhole() throws IOException {
    byte[] bytes = written(LongStream.range(0, 20_000).toArray());

    assertThat(bytes).hasSize(128 + 8 * 20_000);
    assertThat(bytes[128 + 8 * 19_999]).isEqualTo((byte) (19_999 & 0xff));
    assertThat(bytes[128 + 8 * 19_999 + 1]).isEqualTo((byte) (19_999 >> 8));
  }

  @Test
  void aFolderInItsPlaceIsRefused() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken.npy"));

    assertThatThrownBy(
            () ->
                EpochOrders.write(
                    new org.apache.hadoop.fs.Path(taken.toString()),
                    new long[1],
                    new Configuration(false)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot write " + taken + ": ")
        .hasMessageEndingWith(" is a folder");
  }
}
