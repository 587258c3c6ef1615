package io.medseg.spark;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells how far a run is: scans (or what else it counts) done, seconds for each, time left. Lines
 * come at most once in {@link #INTERVAL}, and at the end. The time for each counts from when the
 * first ones were done, so that starting executors and loading models does not enter; before there
 * is a second look, a line has no times. Safe for many threads.
 */
public final class Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(4);

  private final int all;
  private final String unit;
  private final Consumer<String> out;
  private final LongSupplier clock;
  private final long start;
  private long last;
  private int done;
  private long firstTime;
  private int firstDone;

  /** Progress of this many scans, told line by line. */
  public Progress(int scans, Consumer<String> out) {
    this(scans, "scan", out);
  }

  /**
   * Progress of something else.
   *
   * @param unit one of them, as in "shard"
   */
  Progress(int all, String unit, Consumer<String> out) {
    this(all, unit, out, System::nanoTime);
  }

  /**
   * Progress by another clock.
   *
   * @param clock nanoseconds since any moment
   */
  Progress(int all, String unit, Consumer<String> out, LongSupplier clock) {
    this.all = all;
    this.unit = unit;
    this.out = out;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.last = start;
  }

  /**
   * So many came to an end so far.
   *
   * @param finished with a result
   * @param failed without
   */
  public synchronized void show(int finished, int failed) {
    int total = Math.min(all, finished + failed);
    long now = clock.getAsLong();
    if (firstDone == 0 && total > 0) {
      firstDone = total;
      firstTime = now;
    }
    if (total > done && (total == all || now - last >= INTERVAL.toNanos())) {
      done = total;
      last = now;
      out.accept("%d of %d %ss, %d failed".formatted(done, all, unit, failed) + times(now));
    }
  }

  private String times(long now) {
    double each;
    if (done > firstDone) {
      each = (now - firstTime) / 1e9 / (done - firstDone);
    } else if (done == all) {
      each = (now - start) / 1e9 / all;
    } else {
      return "";
    }
    long left = Math.round(each * (all - done));
    return String.format(Locale.ROOT, ", %.2f s per %s, %s left", each, unit, text(left));
  }

  private static String text(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? seconds / 60 + " min " + seconds % 60 + " s"
            : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
