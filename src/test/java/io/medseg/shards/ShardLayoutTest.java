package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.shards.ShardFormat.Compression;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardLayoutTest {
  private static ShardLayout layout(long elements, long bytes, Grouping grouping) {
    return ShardLayout.of("train", elements, bytes, 1000, grouping);
  }

  @Test
  void shardsAreAboutAsLargeAsWanted() {
    assertThat(layout(100, 4000, Grouping.SINGLE).shards()).isEqualTo(4);
    assertThat(layout(100, 4600, Grouping.SINGLE).shards()).isEqualTo(5);
    assertThat(layout(100, 10, Grouping.SINGLE).shards()).isEqualTo(1);
    // An element is never cut.
    assertThat(layout(3, 9000, Grouping.SINGLE).shards()).isEqualTo(3);
  }

  @Test
  void elementsThatFillNoBatchAreKeptOrDropped() {
    Grouping kept = Grouping.batches(4, LastBatch.KEEP);
    Grouping dropped = Grouping.batches(4, LastBatch.DROP);

    assertThat(layout(18, 10, kept).elements()).isEqualTo(18);
    assertThat(layout(18, 10, dropped).elements()).isEqualTo(16);
    assertThat(layout(3, 10, dropped).shards()).isZero();
    assertThat(layout(0, 0, kept).shards()).isZero();
  }

  @Test
  void sizesAddUpAndOnlyTheLastBatchIsNotFull() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      long elements = random.nextInt(500);
      int size = 1 + random.nextInt(9);
      LastBatch last = LastBatch.values()[random.nextInt(2)];
      Grouping grouping = size == 1 ? Grouping.SINGLE : Grouping.batches(size, last);
      ShardLayout layout = layout(elements, random.nextInt(30_000), grouping);
      long sum = 0;
      for (int shard = 0; shard < layout.shards(); shard++) {
        assertThat(layout.firstOf(shard)).isEqualTo(sum);
        assertThat(layout.shardOf(sum)).isEqualTo(shard);
        sum += layout.sizeOf(shard);
        assertThat(layout.shardOf(sum - 1)).isEqualTo(shard);
        assertThat(layout.sizeOf(shard)).isPositive();
        if (shard + 1 < layout.shards() || last == LastBatch.DROP) {
          assertThat(layout.sizeOf(shard) % size).isZero();
        }
      }
      assertThat(sum).isEqualTo(layout.elements());
      assertThat(layout.elements())
          .isEqualTo(last == LastBatch.KEEP ? elements : elements / size * size);
    }
  }

  @Test
  void namesTellNumberAndCount() {
    ShardLayout layout = layout(3, 3000, Grouping.SINGLE);

    assertThat(layout.names(ShardFormat.TFRECORD, Compression.NONE))
        .containsExactly(
            "train/shard-00000-of-00003.tfrecord",
            "train/shard-00001-of-00003.tfrecord",
            "train/shard-00002-of-00003.tfrecord");
    assertThat(layout.names(ShardFormat.TFRECORD, Compression.GZIP).get(0))
        .isEqualTo("train/shard-00000-of-00003.tfrecord.gz");
    assertThat(layout.names(ShardFormat.PARQUET, Compression.GZIP).get(0))
        .isEqualTo("train/shard-00000-of-00003.parquet");
  }

  /** Positions may be more than an int holds. */
  @Test
  void manyElements() {
    ShardLayout layout = new ShardLayout("all", 5_000_000_000L, 1_000_000_000L);

    assertThat(layout.shards()).isEqualTo(5);
    assertThat(layout.firstOf(4)).isEqualTo(4_000_000_000L);
    assertThat(layout.sizeOf(4)).isEqualTo(1_000_000_000L);
  }
}
