package io.medseg.djl;

import java.io.Serializable;

/**
 * What one executor JVM has for its model. TensorFlow has two pools per process: intra-op threads
 * share the work of one operation, inter-op threads run operations, and with them whole predicts,
 * side by side.
 *
 * @param cores of the JVM
 * @param taskSlots tasks that run at the same time in the JVM, each with its own session
 */
public record ThreadBudget(int cores, int taskSlots) implements Serializable {
  /** Checks that both are positive. */
  public ThreadBudget {
    if (cores < 1 || taskSlots < 1) {
      throw new IllegalArgumentException(
          "Invalid thread budget: %d cores, %d task slots".formatted(cores, taskSlots));
    }
  }

  /** A task slot per core of this JVM, as Spark has by default. */
  public static ThreadBudget oneSlotPerCore() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new ThreadBudget(cores, cores);
  }

  /** Threads for one operation: the cores shared out among the slots. */
  public int intraOp() {
    return Math.max(1, cores / taskSlots);
  }

  /**
   * Threads for operations side by side: never fewer than the slots, since with one inter-op and
   * one intra-op thread all predicts of the JVM run one after the other; nor than two, for callers
   * that use one slot from two threads.
   */
  public int interOp() {
    return Math.max(2, taskSlots);
  }
}
