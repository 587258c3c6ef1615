package io.medseg;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what must come to be, however busy the machine is. No test has a time limit of its own:
 * what is not there within {@link #LIMIT} never comes, and the failure tells what was seen by then.
 */
public final class Waiting {
  /** The same as {@link #LIMIT} for annotations, without the property. */
  public static final int MINUTES = 15;

  /** The one limit of all tests; the system property {@code test.minutes} gives another. */
  public static final Duration LIMIT = Duration.ofMinutes(Long.getLong("test.minutes", MINUTES));

  private static final long PAUSE_MILLISECONDS = 20;

  private Waiting() {}

  /**
   * Waits for a state.
   *
   * @param what completes "Waited for ..."
   * @param seen tells, if it does not come, what is there instead
   */
  public static void until(String what, BooleanSupplier state, Supplier<String> seen) {
    until(LIMIT, what, state, seen);
  }

  static void until(Duration limit, String what, BooleanSupplier state, Supplier<String> seen) {
    long begun = System.nanoTime();
    while (!state.getAsBoolean()) {
      if (System.nanoTime() - begun > limit.toNanos()) {
        throw new AssertionError(
            "Waited for %s for %d seconds; seen: %s"
                .formatted(what, limit.toSeconds(), seen.get()));
      }
      pause(what);
    }
  }

  private static void pause(String what) {
    try {
      Thread.sleep(PAUSE_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a test waited for " + what, e);
    }
  }
}
