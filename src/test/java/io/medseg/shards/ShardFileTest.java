package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.shards.ShardFormat.Compression;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardFileTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final int DAMAGED = 6;

  @TempDir private Path folder;

  /** Otherwise whoever resumes would meet the same shard each time. */
  @ParameterizedTest
  @EnumSource(ShardFormat.class)
  void damageIsToldWithTheWayOut(ShardFormat format) throws IOException {
    ShardFile file = new ShardFile(folder.toString(), "shard", format, Compression.NONE);
    ElementRecord element =
        new ElementRecord(
            "scan", 0, ArrayBytes.floats(Shape.of(1, 1), new float[] {1}, 0), null, null);
    new ShardWriter(file, Grouping.SINGLE)
        .write(List.of(element).iterator(), () -> new long[0], "fingerprint", HADOOP);
    damageEnd(folder.resolve("shard"));
    LowerHalfCounter counter = new LowerHalfCounter(new Quantiles.Wanted(new int[][] {{0}}));

    assertThatThrownBy(() -> file.count(counter, HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read shard %s/shard: ", folder)
        .hasMessageEndingWith("; remove it and run again with --resume, which writes it anew");
  }

  private static void damageEnd(Path shard) throws IOException {
    byte[] bytes = Files.readAllBytes(shard);
    for (int i = bytes.length - DAMAGED; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(shard, bytes);
  }
}
