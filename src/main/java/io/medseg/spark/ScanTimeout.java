package io.medseg.spark;

import io.medseg.InputException;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a task may be at one scan, or at its part of a scan that was cut.
 *
 * @param text as the user wrote it; empty: no limit
 * @param duration zero: no limit
 */
public record ScanTimeout(String text, Duration duration) implements Serializable {
  /** A task waits for a scan however long it takes. */
  public static final ScanTimeout NONE = new ScanTimeout("", Duration.ZERO);

  private static final long SHORTEST_WAIT = 10_000_000;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*(ms|s|m|min|h)");

  /**
   * Reads a number with a unit, as in "30s", "10m" or "2h"; null is no limit.
   *
   * @throws InputException if it is none, or zero
   */
  public static ScanTimeout parse(String text) {
    if (text == null) {
      return NONE;
    }
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
      return new ScanTimeout(
          text.strip(), duration(Long.parseLong(matcher.group(1)), matcher.group(2)));
    }
    throw new InputException(
        "Invalid --scan-timeout: " + text + "; a time is expected, as in 30s, 10m or 2h");
  }

  private static Duration duration(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofMinutes(number);
    };
  }

  /**
   * Waits for a result.
   *
   * @param notCounted nanoseconds so far that do not count as time of the scan
   * @throws TimeoutException when the time is over
   */
  <T> T await(Future<T> result, LongSupplier notCounted)
      throws TimeoutException, InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long left = duration.toNanos();
    while (left > 0) {
      try {
        return result.get(Math.max(left, SHORTEST_WAIT), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        left = duration.toNanos() - (System.nanoTime() - start) + notCounted.getAsLong();
      }
    }
    throw new TimeoutException();
  }

  /** Whether there is a limit. */
  boolean isSet() {
    return !duration.isZero();
  }
}
