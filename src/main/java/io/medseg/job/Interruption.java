package io.medseg.job;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Says a last word when this process is stopped from outside (Ctrl-C, kill) before its job ended.
 * Watched for by {@link MedsegSpark#main}, and closed when the job has ended by itself. A process
 * is stopped once, so what is known of it is static.
 */
final class Interruption implements AutoCloseable {
  /** Before Spark stops its context and Hadoop closes its file systems. */
  private static final int FIRST = 1000;

  private static final CountDownLatch SAID = new CountDownLatch(1);

  private static volatile Supplier<String> lastWord = () -> "";

  private final Thread hook = new Thread(Interruption::stop, "interruption");

  private Interruption() {}

  /** Watches for it from now on. */
  static Interruption watch() {
    Interruption interruption = new Interruption();
    ShutdownHookManager.get().addShutdownHook(interruption.hook, FIRST);
    return interruption;
  }

  /**
   * Sets what is said after "Stopped. " from now on.
   *
   * @param word what was reached and how to go on; asked for when no job of Spark runs any more,
   *     while files can still be read
   */
  static void lastWord(Supplier<String> word) {
    lastWord = word;
  }

  /** Whether this process is being stopped: what then goes wrong is no bug. */
  static boolean isStopping() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  private static void stop() {
    // What is cut off complains, each thread in its own way, and nobody can do anything about it.
    Configurator.setAllLevels("org.apache", Level.OFF);
    try {
      SparkContexts.cancelJobs();
    } finally {
      say();
    }
  }

  private static void say() {
    try {
      System.err.println(("Stopped. " + lastWord.get()).strip());
    } finally {
      SAID.countDown();
    }
  }

  /** While the process is being stopped, waits for the last word; otherwise does nothing. */
  static void await() {
    if (!isStopping()) {
      return;
    }
    try {
      SAID.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (isStopping()) {
      await();
    } else {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
