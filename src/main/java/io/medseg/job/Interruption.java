package io.medseg.job;

import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Says a last word when a run is stopped from outside (Ctrl-C, kill) before it ended. Closed when
 * the run has ended by itself.
 */
final class Interruption implements AutoCloseable {
  /** Before Spark stops its context and Hadoop closes its file systems. */
  private static final int FIRST = 1000;

  private static volatile boolean stopping;

  private final CountDownLatch said = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param lastWord what to do and say; files and Spark can still be used
   */
  Interruption(Runnable lastWord) {
    hook =
        new Thread(
            () -> {
              stopping = true;
              try {
                lastWord.run();
              } finally {
                said.countDown();
              }
            },
            "interruption");
    ShutdownHookManager.get().addShutdownHook(hook, FIRST);
  }

  /** Whether a run of this JVM is being stopped: what then goes wrong is no bug. */
  static boolean isStopping() {
    return stopping;
  }

  /**
   * While the run is being stopped, waits for its last word: the caller would end Spark under it.
   */
  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
      return;
    }
    try {
      said.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
