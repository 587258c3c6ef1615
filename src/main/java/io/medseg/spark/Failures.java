package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import java.util.Locale;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong with a scan into a row that someone can act on. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * A row for the scan. If the task is being stopped, what went wrong is no fault of the scan and
   * is thrown on.
   */
  static ScanOutcome outcome(Scan scan, Stage stage, Throwable problem) {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("stopped");
    }
    return new ScanOutcome.Failed(of(scan, stage, problem));
  }

  /** A row for the scan; what is not the user's input is logged with its stack trace as well. */
  static ScanFailure of(Scan scan, Stage stage, Throwable problem) {
    String id = scan.scanId();
    if (problem instanceof InputException) {
      return new ScanFailure(id, stage, scan.named(problem.getMessage()));
    }
    LOG.warn("Scan {} failed at stage {}", id, stage, problem);
    String what = stage.name().toLowerCase(Locale.ROOT);
    return new ScanFailure(id, stage, "Cannot " + what + " scan " + id + reason(scan, problem));
  }

  /** What follows a message of what could not be done, beginning with a colon. */
  static String outOfMemory(OutOfMemoryError problem) {
    return ": not enough memory ("
        + problem.getMessage()
        + "); give executors more (--executor-memory, in local mode --driver-memory) or fewer cores";
  }

  private static String reason(Scan scan, Throwable problem) {
    if (problem instanceof OutOfMemoryError full) {
      return outOfMemory(full);
    }
    if (problem instanceof StackOverflowError) {
      return ": it is nested deeper than the stack of a task reaches";
    }
    String first = problem.toString().lines().findFirst().orElse("");
    return " (" + scan.source().location() + "): " + first;
  }
}
