package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.ReadMeter;
import io.medseg.hdf5.ReadingTurn;
import io.medseg.model.TooManyLeftBehind;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskKilledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the scans of a task, each within a time limit. Nothing can stop a thread inside native
 * code or a read that does not return, so a scan that takes too long is left to its thread, with
 * the worker it uses and, if it is in there, the model; the next scan gets others. A thread that
 * was left writes nothing any more and closes its worker if it ever comes back. Used by the task's
 * thread, and closed by it.
 */
final class TimedWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TimedWorker.class);

  private static final AtomicInteger THREADS = new AtomicInteger();

  private static final int SHOWN_FRAMES = 12;

  private final ScanTimeout timeout;
  private final Supplier<ScanWorker> opener;
  private ScanWorker worker;

  /** Opens the first worker; where too many models were left, each scan fails and says so. */
  TimedWorker(ScanTimeout timeout, Supplier<ScanWorker> opener) {
    this.timeout = timeout;
    this.opener = opener;
    try {
      this.worker = opener.get();
    } catch (TooManyLeftBehind e) {
      LOG.warn("Scans of this task fail: {}", e.getMessage());
    }
  }

  /**
   * What became of a scan.
   *
   * @param bytesRead from its files
   */
  record Evaluated(ScanOutcome outcome, long bytesRead) {}

  /** Evaluates a scan as {@link ScanWorker#evaluate} does, or gives it up when its time is over. */
  Evaluated evaluate(ScanRecord scan) {
    if (worker != null && worker.isOfLeftModel()) {
      close();
    }
    if (worker == null) {
      try {
        worker = opener.get();
      } catch (InputException e) {
        return failed(scan, Stage.PREDICT, e.getMessage());
      }
    }
    return timeout.isSet() ? timed(scan) : evaluated(worker, scan);
  }

  private static Evaluated evaluated(ScanWorker worker, ScanRecord scan) {
    long before = ReadMeter.bytes();
    ScanOutcome outcome = worker.evaluate(scan);
    return new Evaluated(outcome, ReadMeter.bytes() - before);
  }

  private Evaluated timed(ScanRecord scan) {
    CompletableFuture<Evaluated> result = new CompletableFuture<>();
    ReadingTurn turn = new ReadingTurn();
    Thread thread = start(scan, result, turn);
    try {
      // A scan that waits until others have been read is not to blame for it.
      return timeout.await(result, turn::waitedNanos);
    } catch (TimeoutException e) {
      Evaluated evaluated = givenUp(scan, thread, result);
      turn.end();
      return evaluated;
    } catch (InterruptedException e) {
      abandon(thread, result);
      turn.end();
      Thread.currentThread().interrupt();
      throw new TaskKilledException("stopped");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  private Thread start(ScanRecord scan, CompletableFuture<Evaluated> result, ReadingTurn turn) {
    TaskContext task = TaskContext.get();
    ScanWorker own = worker;
    Thread thread =
        new Thread(
            () -> {
              TaskContext$.MODULE$.setTaskContext(task);
              turn.bind();
              try {
                result.complete(evaluated(own, scan));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
              if (result.isCancelled()) {
                own.close();
              }
            },
            "scan-" + THREADS.incrementAndGet() + " of " + Thread.currentThread().getName());
    // A process does not wait at its end for a thread that does not come back.
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private Evaluated givenUp(ScanRecord scan, Thread thread, CompletableFuture<Evaluated> result) {
    Stage stage = worker.stage();
    StackTraceElement[] frames = thread.getStackTrace();
    if (!abandon(thread, result)) {
      return result.join();
    }
    String id = scan.share().scan().scan().scanId();
    LOG.warn(
        "Scan {} took longer than {} (--scan-timeout) and is given up; its thread {} is at\n{}",
        id,
        timeout.text(),
        thread.getName(),
        Arrays.stream(frames)
            .limit(SHOWN_FRAMES)
            .map(frame -> "  " + frame)
            .collect(Collectors.joining("\n")));
    return failed(
        scan,
        stage,
        "it took longer than %s, which is what --scan-timeout allows; if it only needs more time, give more"
            .formatted(timeout.text()));
  }

  private static Evaluated failed(ScanRecord scan, Stage stage, String reason) {
    String id = scan.share().scan().scan().scanId();
    String message =
        "Cannot %s scan %s: %s".formatted(stage.name().toLowerCase(Locale.ROOT), id, reason);
    return new Evaluated(new ScanOutcome.Failed(new ScanFailure(id, stage, message)), 0);
  }

  /** Leaves the worker to its thread; false if the thread is done with the scan after all. */
  private boolean abandon(Thread thread, CompletableFuture<Evaluated> result) {
    if (!result.cancel(false)) {
      return false;
    }
    worker.giveUp();
    worker = null;
    thread.interrupt();
    return true;
  }

  @Override
  public void close() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }
}
