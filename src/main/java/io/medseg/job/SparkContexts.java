package io.medseg.job;

import io.medseg.InputException;
import io.medseg.spark.GpuPlugin;
import io.medseg.spark.SparkSettings;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Starts Spark for a job. */
final class SparkContexts {
  /** How long a job that is stopped waits for what its tasks are at. */
  private static final Duration LAST_TASKS = Duration.ofSeconds(5);

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
    GpuPlugin.addTo(conf);
    try {
      return new JavaSparkContext(conf);
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
   * Cancels all jobs and waits a little for tasks that are at work: those that end after Spark has
   * stopped complain.
   */
  static void cancelJobs(JavaSparkContext spark) {
    spark.sc().cancelAllJobs();
    long until = System.nanoTime() + LAST_TASKS.toNanos();
    try {
      while (runningTasks(spark) > 0 && System.nanoTime() < until) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int runningTasks(JavaSparkContext spark) {
    return Arrays.stream(spark.sc().statusTracker().getExecutorInfos())
        .mapToInt(SparkExecutorInfo::numRunningTasks)
        .sum();
  }
}
