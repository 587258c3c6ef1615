package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.ledger.WrittenFile;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardEntriesTest {
  private static final String NAME = "train/shard-00000-of-00002.tfrecord";
  private static final String FINGERPRINT = "00ff";

  private final Configuration hadoop = new Configuration(false);

  @TempDir Path folder;
  private ShardEntries entries;

  @BeforeEach
  void makeFolder() {
    entries = new ShardEntries(new org.apache.hadoop.fs.Path(folder.toString()), hadoop);
  }

  private static ShardStatistics statistics() {
    ShardStatistics statistics = new ShardStatistics();
    Random random = new Random(6);
    for (int i = 0; i < 5; i++) {
      statistics.add(Elements.random(i, 2, random));
    }
    return statistics;
  }

  private ShardEntry written(long[] missing, ShardStatistics statistics) throws IOException {
    Path data = folder.resolve(NAME);
    Files.createDirectories(data.getParent());
    Files.write(data, new byte[7]);
    ShardEntry entry =
        new ShardEntry(FINGERPRINT, new WrittenFile(NAME, 7, "abc"), 5, missing, statistics);
    entries.write(entry);
    return entry;
  }

  private void assertComesBack(ShardEntry entry) {
    ShardEntry found = entries.find(NAME, FINGERPRINT).orElseThrow();

    assertThat(found).usingRecursiveComparison().ignoringFields("statistics").isEqualTo(entry);
    assertThat(bits(found.statistics())).isEqualTo(bits(entry.statistics()));
  }

  /** All that statistics hold; floats are equal only if their bits are, but for NaN. */
  private static List<Object> bits(ShardStatistics statistics) {
    List<Object> bits = new ArrayList<>();
    bits.add(statistics.elements());
    bits.add(statistics.maskVoxels());
    bits.add(statistics.classes());
    for (ElementShape shape : statistics.shapes()) {
      bits.add(Arrays.asList(shape.type(), shape.lengths(), shape.arrays()));
    }
    for (ChannelStatistics channel : statistics.channels()) {
      bits.add(channel.summary());
      bits.add(Arrays.stream(channel.sparseCounts()).boxed().toList());
    }
    return bits;
  }

  @Test
  void comesBackBitForBit() throws IOException {
    assertComesBack(written(new long[] {0, 3, 1L << 31}, statistics()));
  }

  @Test
  void soDoNumbersThatAreNone() throws IOException {
    ShardStatistics odd = new ShardStatistics();
    odd.add(
        Elements.bare(
            Elements.floats(
                Shape.of(2, 3), -0f, Float.NaN, Float.POSITIVE_INFINITY, -0f, 1, 1e-42f)));
    assertComesBack(written(new long[0], odd));
    assertThat(
            1
                / entries
                    .find(NAME, FINGERPRINT)
                    .orElseThrow()
                    .statistics()
                    .channels()
                    .get(0)
                    .least())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void soDoesAShardWithoutElements() throws IOException {
    assertComesBack(written(new long[] {4, 5}, new ShardStatistics()));
  }

  @Test
  void soDoShapesThatDiffer() throws IOException {
    ShardStatistics statistics = statistics();
    statistics.add(Elements.bare(Elements.floats(Shape.of(1, 2, 2), 1, 2, 3, 4)));
    assertComesBack(written(new long[0], statistics));
  }

  @Test
  void thatOfAnotherRunIsNotOurs() throws IOException {
    written(new long[0], statistics());

    assertThat(entries.find(NAME, "00fe")).isEmpty();
    assertThat(entries.find("train/shard-00001-of-00002.tfrecord", FINGERPRINT)).isEmpty();
  }

  @Test
  void withoutItsShardItIsNone() throws IOException {
    written(new long[0], statistics());

    Files.write(folder.resolve(NAME), new byte[6]);
    assertThat(entries.find(NAME, FINGERPRINT)).isEmpty();
    Files.delete(folder.resolve(NAME));
    assertThat(entries.find(NAME, FINGERPRINT)).isEmpty();
  }

  @Test
  void copiedToAnotherShardItIsNone() throws IOException {
    written(new long[0], statistics());
    String other = "train/shard-00001-of-00002.tfrecord";
    Files.copy(folder.resolve(NAME), folder.resolve(other));
    Files.copy(folder.resolve(NAME + ".json"), folder.resolve(other + ".json"));

    assertThat(entries.find(other, FINGERPRINT)).isEmpty();
  }

  @Test
  void damagedItIsNone() throws IOException {
    written(new long[0], statistics());
    Path file = folder.resolve(NAME + ".json");
    String whole = Files.readString(file);
    for (String damaged :
        new String[] {
          "",
          "[]",
          "{}",
          whole.substring(0, whole.length() / 2),
          whole.replace("\"records\": 5", "\"records\": \"5\""),
          whole.replace("\"records\": 5,", ""),
          whole.replace("\"missing\": \"\"", "\"missing\": \"x\"")
        }) {
      assertThat(damaged).isNotEqualTo(whole);
      Files.writeString(file, damaged);
      assertThat(entries.find(NAME, FINGERPRINT)).as(damaged).isEmpty();
    }
  }
}
