package io.medseg.spark;

import org.apache.spark.SparkConf;

/**
 * How many GPUs Spark was told to give; 0 where it was told of none.
 *
 * @param executor GPUs of an executor
 * @param task GPUs of a task; a fraction where several tasks share one
 */
record GpuAmounts(int executor, double task) {
  /** Spark's name of the resource. */
  static final String GPU = "gpu";

  static GpuAmounts of(SparkConf conf) {
    return new GpuAmounts(
        conf.getInt("spark.executor.resource.gpu.amount", 0),
        conf.getDouble("spark.task.resource.gpu.amount", 0));
  }

  /**
   * Tasks that run at once in an executor that has cores for this many; as Spark counts, a GPU
   * takes a whole number of tasks.
   */
  int slots(int byCores) {
    if (executor < 1 || task <= 0) {
      return byCores;
    }
    int byGpus = task < 1 ? executor * (int) Math.floor(1 / task) : (int) (executor / task);
    return Math.max(1, Math.min(byCores, byGpus));
  }
}
