package io.medseg.spark;

import io.medseg.InputException;
import java.util.concurrent.Callable;

/** Runs jobs of Spark's. */
final class SparkJobs {
  private SparkJobs() {}

  /**
   * What a job gives; if a task refused the user's input, what it said of that instead of Spark's
   * report of a failed job.
   */
  static <T> T inWords(Callable<T> job) {
    try {
      return job.call();
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InputException refused) {
          throw refused;
        }
      }
      if (e instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException("Cannot finish the Spark job: " + e.getMessage(), e);
    }
  }
}
