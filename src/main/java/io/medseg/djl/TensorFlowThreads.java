package io.medseg.djl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Turns a {@link ThreadBudget} into the system properties that DJL reads. The intra-op pool is made
 * with the engine, once per process, so the first budget of a JVM decides it; no model can change
 * it later. What the user set, as a property or as TensorFlow's own environment variable, stays.
 *
 * <p>TensorFlow's log level is another matter: the environment of the process decides it ({@code
 * TF_CPP_MIN_LOG_LEVEL}, on executors {@code spark.executorEnv.TF_CPP_MIN_LOG_LEVEL}). What of GPUs
 * it decides, {@link GpuVisibility} does.
 */
final class TensorFlowThreads {
  static final String INTRA_OP = "ai.djl.tensorflow.num_intraop_threads";
  static final String INTER_OP = "ai.djl.tensorflow.num_interop_threads";

  private TensorFlowThreads() {}

  /** Sets them for this JVM. */
  static void apply(ThreadBudget budget) {
    settings(budget, System::getProperty, System::getenv).forEach(System::setProperty);
  }

  /** What is to be set, given what is set already. */
  static Map<String, String> settings(
      ThreadBudget budget, UnaryOperator<String> property, UnaryOperator<String> variable) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (property.apply(INTRA_OP) == null && variable.apply("TF_NUM_INTRAOP_THREADS") == null) {
      settings.put(INTRA_OP, Integer.toString(budget.intraOp()));
    }
    if (property.apply(INTER_OP) == null && variable.apply("TF_NUM_INTEROP_THREADS") == null) {
      settings.put(INTER_OP, Integer.toString(budget.interOp()));
    }
    return settings;
  }
}
