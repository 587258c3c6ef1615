package io.medseg.job;

import io.medseg.InputException;
import io.medseg.spark.GpuPlugin;
import io.medseg.spark.Heartbeats;
import io.medseg.spark.SparkSettings;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Starts Spark for a job. */
final class SparkContexts {
  /** How long a job that is stopped waits for what its tasks are at. */
  private static final Duration LAST_TASKS = Duration.ofSeconds(5);

  private static volatile JavaSparkContext started;

  private SparkContexts() {}

  /**
   * A context with the settings that spark-submit gave; without a master, all cores of this
   * machine.
   *
   * @throws InputException if the settings cannot work
   */
  static JavaSparkContext start(String job) {
    return start(job, new SparkConf().setIfMissing("spark.master", "local[*]"));
  }

  /** The same with another master. */
  static JavaSparkContext start(String job, String master) {
    return start(job, new SparkConf().setMaster(master));
  }

  private static JavaSparkContext start(String job, SparkConf conf) {
    conf.setIfMissing("spark.app.name", "medseg-spark " + job);
    SparkSettings.check(conf);
    StartChecks.check(conf);
    GpuPlugin.addTo(conf);
    Heartbeats.addTo(conf);
    try {
      return new Context(conf);
    } catch (Exception e) {
      // Scala declares nothing, so this is also SparkException: a master it cannot parse, a number
      // that is none, an address that cannot be bound.
      throw new InputException(
          "Cannot start Spark with master " + conf.get("spark.master") + ": " + e.getMessage(), e);
    }
  }

  /** Settings of file systems that spark-submit gave, for jobs that need no context. */
  static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(setting._1(), setting._2());
    }
    return hadoop;
  }

  /**
   * Cancels all jobs of this process and waits a little for tasks that are at work: they would go
   * on writing after the last word was said.
   */
  static void cancelJobs() {
    JavaSparkContext spark = started;
    if (spark == null || spark.sc().isStopped()) {
      // A master that went away stops the context.
      return;
    }
    spark.sc().cancelAllJobs();
    SparkStatusTracker status = spark.sc().statusTracker();
    long until = System.nanoTime() + LAST_TASKS.toNanos();
    try {
      while (isBusy(status) && System.nanoTime() < until) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A job that is about to be cancelled may have no task for the moment. */
  private static boolean isBusy(SparkStatusTracker status) {
    return status.getActiveJobIds().length > 0
        || Arrays.stream(status.getExecutorInfos()).anyMatch(it -> it.numRunningTasks() > 0);
  }

  /**
   * A context that does not end while the last word of a stopped process is still to be said, nor
   * under tasks of a job that failed, which would complain.
   */
  private static final class Context extends JavaSparkContext {
    Context(SparkConf conf) {
      super(conf);
      started = this;
    }

    @Override
    public void close() {
      Interruption.await();
      cancelJobs();
      started = null;
      super.close();
    }
  }
}
