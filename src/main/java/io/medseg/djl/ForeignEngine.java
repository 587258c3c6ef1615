package io.medseg.djl;

/**
 * Prepares a JVM for code that runs DJL by itself, such as its Spark extension: what DJL reads
 * while its classes load is set before that code comes to them.
 */
public final class ForeignEngine {
  private ForeignEngine() {}

  /**
   * Switches DJL's reports to its authors off; if the engine is TensorFlow, this JVM's threads and
   * native library are set as for the built-in model. Without a library that is named here, DJL
   * looks for its own.
   *
   * @param engine as DJL calls it; null if not known
   */
  public static synchronized void prepare(String engine, ThreadBudget threads) {
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (TensorFlowRuntime.ENGINE.equals(engine)) {
      TensorFlowThreads.apply(threads);
      if (TensorFlowNatives.isNamed()) {
        TensorFlowNatives.install();
      }
    }
  }
}
