package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSettings.Arrangement;
import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.shards.ArrayBytes;
import io.medseg.shards.Grouping;
import io.medseg.shards.ShardFormat.Compression;
import io.medseg.shards.SubjectSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardOptionsTest {
  private static ShardRequest asked(String... options) {
    return ShardRequests.of(options);
  }

  @Test
  void withoutOptionsShuffledElementsAreWritten() {
    assertThat(asked())
        .isEqualTo(
            new ShardRequest(
                "tfrecord",
                Grouping.Kind.ELEMENTS,
                BatchForm.TRAINING,
                Arrangement.SHUFFLED,
                LastBatch.KEEP,
                null,
                Compression.NONE,
                100 << 20,
                0,
                null));
  }

  @Test
  void optionsMeanWhatTheySay() {
    assertThat(
            asked(
                "--format=PARQUET",
                "--records=batches",
                "--order=ascending",
                "--last-batch=drop",
                "--labels=float32",
                "--compression=gzip",
                "--shard-size=2k",
                "--split=0.9,0.1"))
        .isEqualTo(
            new ShardRequest(
                "parquet",
                Grouping.Kind.BATCHES,
                BatchForm.TRAINING,
                Arrangement.ASCENDING,
                LastBatch.DROP,
                ArrayBytes.Type.FLOAT32,
                Compression.GZIP,
                2048,
                0,
                SubjectSplit.parse("0.9,0.1")));
    assertThat(asked("--folds=3").split()).isEqualTo(SubjectSplit.folds(3));
  }

  /** As the library does. */
  @Test
  void testingIsInOrderAndKeepsAll() {
    ShardRequest request = asked("--form=testing", "--records=batches", "--last-batch=drop");

    assertThat(request.order()).isEqualTo(Arrangement.ASCENDING);
    assertThat(request.lastBatch()).isEqualTo(LastBatch.KEEP);
    assertThat(asked("--form=testing", "--order=shuffled").order()).isEqualTo(Arrangement.SHUFFLED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epochs=-1 | Invalid --epochs: -1; at least 0
          --epochs=2 --records=batches | Invalid --epochs: 2: the batches of another epoch hold other elements; write --records elements
          --epochs=2 --compression=gzip | Invalid --epochs: 2: records of compressed shards cannot be reached one by one
          --epochs=2 --order=ascending | Invalid --epochs: 2: every epoch is the same with --order ascending
          --split=0.9,0.1 --folds=2 | Invalid --folds: 2; --split says how subjects are dealt
          --split=0.9 | Invalid --split: 0.9; two or three shares above 0 that add up to 1 are expected, as in 0.8,0.1,0.1
          --folds=1 | Invalid --folds: 1; at least 2
          --shard-size=0 | Invalid --shard-size: 0; a size above 0 is expected, as in 100m
          --shard-size=-5m | Invalid --shard-size: -5m; a size above 0 is expected, as in 100m
          --shard-size=much | Invalid --shard-size: much; a size above 0 is expected, as in 100m
          """)
  void whatCannotBeMeantIsRefused(String arguments, String message) {
    assertThatThrownBy(() -> asked(arguments.split(" ")))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }
}
