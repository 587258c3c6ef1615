package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.shards.ShardFormat.Compression;
import io.medseg.volume.Shape;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final String SHARD = "all/shard-00000-of-00001.tfrecord";

  @TempDir private Path folder;

  /** A shard of which two of eight elements are missing. */
  private ShardEntry written(Grouping grouping) {
    ShardFile file =
        new ShardFile(folder.toString(), SHARD, ShardFormat.TFRECORD, Compression.NONE);
    var elements =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    new ElementRecord(
                        "scan",
                        i,
                        ArrayBytes.floats(Shape.of(1, 1), new float[] {i}, 0),
                        ArrayBytes.masks(Shape.of(1, 1), new float[] {1}, 0),
                        null))
            .iterator();
    new ShardWriter(file, grouping).write(elements, () -> new long[] {3, 5}, "fingerprint", HADOOP);
    return new ShardEntries(new org.apache.hadoop.fs.Path(folder.toString()), HADOOP)
        .find(SHARD, "fingerprint")
        .orElseThrow();
  }

  @Test
  void elementsThatFillNoBatchAreKept() {
    ShardEntry entry = written(Grouping.batches(4, LastBatch.KEEP));

    assertThat(entry.records()).isEqualTo(2);
    assertThat(entry.statistics().elements()).isEqualTo(6);
    assertThat(entry.missing()).containsExactly(3, 5);
  }

  @Test
  void orLeftOutOfFileAndNumbers() {
    ShardEntry entry = written(Grouping.batches(4, LastBatch.DROP));

    assertThat(entry.records()).isEqualTo(1);
    assertThat(entry.statistics().elements()).isEqualTo(4);
    assertThat(entry.statistics().classes()).containsExactly(new ClassFrequency(4, 4));
    assertThat(entry.statistics().channels().get(0).most()).isEqualTo(3);
  }

  @Test
  void singleElementsAreRecordsEach() {
    assertThat(written(Grouping.SINGLE).records()).isEqualTo(6);
  }
}
