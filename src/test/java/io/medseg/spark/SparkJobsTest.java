package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** What Spark says of a failed job, in words for whoever started it. */
class SparkJobsTest {
  private static final String ABORTED =
      "Job aborted due to stage failure: Task 0 in stage 2.0 failed 4 times, most recent failure: Lost task 0.3 in stage 2.0 (TID 9) (10.0.0.2 executor 3): ";

  private static void fail(String report, Throwable cause) {
    SparkJobs.inWords(
        () -> {
          throw new SparkException(report, cause);
        });
  }

  @Test
  void whatATaskRefused() {
    InputException refused =
        new InputException("Cannot write shard all/shard-0: not enough memory");
    assertThatThrownBy(() -> fail(ABORTED, new IllegalStateException(refused))).isSameAs(refused);
  }

  @Test
  void aFullDiskOfSparks() {
    assertThatThrownBy(() -> fail(ABORTED, new IOException("No space left on device")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot go on: No space left on device, where Spark keeps what it shuffles; ")
        .hasMessageContaining("spark.local.dir");
  }

  @Test
  void executorsThatDied() {
    assertThatThrownBy(
            () ->
                fail(
                    ABORTED
                        + "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Command exited with code 52\nDriver stacktrace:",
                    null))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot go on: executors were lost 4 times at the same work, the last one for this: Command exited with code 52; ")
        .hasMessageContaining("--executor-memory");
  }

  @Test
  void executorsThatDiedWithWhatTheyHadShuffled() {
    assertThatThrownBy(
            () ->
                fail(
                    "Job aborted due to stage failure: ResultStage 2 (Write shards) has failed the maximum allowable number of times: 4. Most recent failure reason:\norg.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 0 partition 0\n\tat x",
                    null))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot go on: executors were lost 4 times at the same work, the last one for this: org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location");
  }

  @Test
  void anythingElseIsABug() {
    assertThatThrownBy(() -> fail(ABORTED + "java.lang.NullPointerException", null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot finish the Spark job: " + ABORTED);
    assertThat(SparkJobs.<Integer>inWords(() -> 1)).isEqualTo(1);
  }
}
