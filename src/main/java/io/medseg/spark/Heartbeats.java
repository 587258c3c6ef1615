package io.medseg.spark;

import org.apache.spark.SparkConf;

/** How often executors tell what their running tasks have counted: progress is as fresh as that. */
public final class Heartbeats {
  private static final String INTERVAL = "spark.executor.heartbeatInterval";
  private static final String MOST_MISSED = "spark.executor.heartbeat.maxFailures";

  private Heartbeats() {}

  /**
   * Twice as often as Spark's default, where the user says nothing. An executor still bears a
   * driver that does not answer for ten minutes.
   */
  public static void addTo(SparkConf conf) {
    if (!conf.contains(INTERVAL)) {
      conf.set(INTERVAL, "5s");
      conf.setIfMissing(MOST_MISSED, "120");
    }
  }
}
