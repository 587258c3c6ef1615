package io.medseg.job;

import java.util.Map;

/**
 * Ends the process of a job with its exit code. A JVM of our own is ended, since threads of Spark,
 * or of a model that hangs, may live on. In YARN's cluster mode the JVM belongs to Spark's
 * application master, which takes an exit before its own end for a failure and lets the job be run
 * again: there the outcome is handed over, and the application master ends the JVM.
 */
final class ProcessEnd {
  private static final Map<Integer, String> MEANINGS =
      Map.of(
          MedsegSpark.BAD_INPUT, "bad arguments or configuration",
          MedsegSpark.SCANS_FAILED, "some scans failed; the others have results",
          MedsegSpark.BUG, "a bug; the driver's log has its stack trace",
          MedsegSpark.STOPPED, "stopped from outside");

  private ProcessEnd() {}

  /**
   * Ends it.
   *
   * @param code the job's exit code
   * @param lastLine what the job said last on stderr: the reason, where the input was bad
   * @throws JobFailedException in YARN's cluster mode, for codes other than 0
   */
  static void with(int code, String lastLine) throws JobFailedException {
    if (!isApplicationMaster()) {
      System.exit(code);
    }
    if (code != MedsegSpark.FINE) {
      throw new JobFailedException(diagnostics(code, lastLine));
    }
  }

  /** What YARN shows of a job that ended with this code. */
  static String diagnostics(int code, String lastLine) {
    String said = code == MedsegSpark.BAD_INPUT ? ": " + lastLine : "";
    return "medseg-spark ended with exit code "
        + code
        + ", "
        + MEANINGS.getOrDefault(code, "which is none of its own")
        + said;
  }

  /** Whether this JVM is Spark's application master, which sets both before it calls main. */
  private static boolean isApplicationMaster() {
    return System.getProperty("spark.yarn.app.id") != null
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }
}
