package io.medseg.hdf5;

import java.util.concurrent.Semaphore;

/**
 * A thread's turns at reading scans: how long it waited for memory, and what it has of it. Another
 * thread may ask, and take the memory back if the thread does not return.
 */
public final class ReadingTurn {
  private static final ThreadLocal<ReadingTurn> OF_THREAD =
      ThreadLocal.withInitial(ReadingTurn::new);

  private long waited;

  /** When the thread began to wait; meaningless unless it does. */
  private long since;

  private boolean isWaiting;
  private boolean isEnded;
  private Semaphore from;
  private int held;

  /** Makes it that of the current thread. */
  public void bind() {
    OF_THREAD.set(this);
  }

  static ReadingTurn ofThread() {
    return OF_THREAD.get();
  }

  /** Nanoseconds that the thread has waited so far for memory. */
  public synchronized long waitedNanos() {
    return isWaiting ? waited + System.nanoTime() - since : waited;
  }

  /**
   * Takes from the thread what it has, for others: it may never return. What it reads stays in the
   * heap until it does; it gets nothing any more.
   */
  public synchronized void end() {
    isEnded = true;
    giveBack();
  }

  void take(Semaphore free, int wanted) throws InterruptedException {
    beginWaiting();
    try {
      free.acquire(wanted);
    } finally {
      endWaiting();
    }
    synchronized (this) {
      from = free;
      held = wanted;
      if (isEnded) {
        giveBack();
        throw new InterruptedException();
      }
    }
  }

  private synchronized void beginWaiting() {
    isWaiting = true;
    since = System.nanoTime();
  }

  private synchronized void endWaiting() {
    waited += System.nanoTime() - since;
    isWaiting = false;
  }

  /** Once: what was taken from the thread is not given back by it again. */
  synchronized void giveBack() {
    if (held > 0) {
      from.release(held);
      held = 0;
    }
  }
}
