package io.medseg.spark;

import io.medseg.InputException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs jobs of Spark's. */
final class SparkJobs {
  /** Spark's report of a task whose executors died: how often, and of what the last one. */
  private static final Pattern LOST =
      Pattern.compile("failed (\\d+) times,.*ExecutorLostFailure.* Reason: ([^\n]*)");

  /** Its report where what they had shuffled was lost with them, again and again. */
  private static final Pattern LOST_OUTPUT =
      Pattern.compile(
          "maximum allowable number of times: (\\d+)[^\n]*\\s*([^\n]*FetchFailed[^\n]*)");

  private SparkJobs() {}

  /**
   * What a job gives; if a task refused the user's input, what it said of that instead of Spark's
   * report of a failed job.
   *
   * @throws InputException also if the disks or executors that the job was given do not suffice
   */
  static <T> T inWords(Callable<T> job) {
    try {
      return job.call();
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InputException refused) {
          throw refused;
        }
        if (cause instanceof IOException && isFull(cause.getMessage())) {
          throw new InputException(
              "Cannot go on: %s, where Spark keeps what it shuffles; give it a folder with as much room as is written (--conf spark.local.dir=DIR, on a cluster SPARK_LOCAL_DIRS of its workers)"
                  .formatted(cause.getMessage()),
              e);
        }
      }
      checkExecutors(e);
      if (e instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException("Cannot finish the Spark job: " + e.getMessage(), e);
    }
  }

  private static void checkExecutors(Exception e) {
    for (Pattern report : List.of(LOST, LOST_OUTPUT)) {
      Matcher lost = report.matcher(String.valueOf(e.getMessage()));
      if (lost.find()) {
        throw new InputException(
            "Cannot go on: executors were lost %s times at the same work, the last one for this: %s; their logs tell more; more memory (--executor-memory, spark.executor.memoryOverhead) or fewer cores may help"
                .formatted(lost.group(1), lost.group(2).strip()),
            e);
      }
    }
  }

  private static boolean isFull(String message) {
    return message != null
        && (message.contains("No space left on device") || message.contains("quota exceeded"));
  }
}
