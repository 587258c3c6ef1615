package io.medseg.spark;

import io.medseg.InputException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What a run needs of Spark's settings, checked before anything starts. */
public final class SparkSettings {
  /**
   * What Spark's unified memory manager sets aside, and what Spark's own objects take in practice.
   */
  private static final long RESERVED = 300L << 20;

  private SparkSettings() {}

  /**
   * Refuses settings under which the stages cannot work.
   *
   * @throws InputException if Kryo is configured, which cannot take records, or an amount of GPUs
   *     with which no task would ever start
   */
  public static void check(SparkConf conf) {
    String serializer = conf.get("spark.serializer", "");
    if (serializer.endsWith("KryoSerializer")) {
      throw new InputException(
          "Invalid spark.serializer: "
              + serializer
              + "; Kryo cannot take Java records, which is what travels here. Remove the setting (Spark's default serialiser is used)");
    }
    ResourceAmounts.check(conf);
  }

  /** Cores that one task is given. */
  public static int coresPerTask(JavaSparkContext spark) {
    return spark.getConf().getInt("spark.task.cpus", 1);
  }

  /**
   * Tasks that run at once in the whole application, as far as Spark knows at this moment. Where
   * GPUs are fewer than cores, they decide.
   */
  public static int slots(JavaSparkContext spark) {
    int byCores = Math.max(1, spark.defaultParallelism() / coresPerTask(spark));
    int perExecutor = Math.max(1, coresPerExecutor(spark) / coresPerTask(spark));
    return Math.max(1, byCores * slotsPerExecutor(spark) / perExecutor);
  }

  /**
   * Cores of one executor: its setting, else what this machine has (in local mode: the threads of
   * the master URL).
   */
  public static int coresPerExecutor(JavaSparkContext spark) {
    if (spark.isLocal()) {
      return spark.defaultParallelism();
    }
    return spark
        .getConf()
        .getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
  }

  /** Tasks that run at once in one executor. */
  public static int slotsPerExecutor(JavaSparkContext spark) {
    int byCores = Math.max(1, coresPerExecutor(spark) / coresPerTask(spark));
    return spark.isLocal() ? byCores : GpuAmounts.of(spark.getConf()).slots(byCores);
  }

  /**
   * Bytes of heap that each of the tasks that run side by side in an executor can count on: its
   * memory without what Spark reserves for itself.
   */
  public static long heapPerTask(JavaSparkContext spark) {
    long heap =
        spark.isLocal()
            ? Runtime.getRuntime().maxMemory()
            : spark.getConf().getSizeAsBytes("spark.executor.memory", "1g");
    return Math.max(0, heap - RESERVED) / slotsPerExecutor(spark);
  }
}
