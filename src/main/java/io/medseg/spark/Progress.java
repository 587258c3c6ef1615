package io.medseg.spark;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells how far a run is: scans (or what else it counts) done, seconds for each, time left. Lines
 * come at most once in {@link #INTERVAL}, and at the end. Safe for many threads.
 */
public final class Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final int all;
  private final String unit;
  private final Consumer<String> out;
  private final long start = System.nanoTime();
  private long last = start;
  private int done;
  private int failed;

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
    this.all = all;
    this.unit = unit;
    this.out = out;
  }

  /**
   * So many came to an end so far.
   *
   * @param finished with a result
   * @param failed without
   */
  public synchronized void show(int finished, int failed) {
    int total = Math.min(all, finished + failed);
    long now = System.nanoTime();
    if (total > done && (total == all || now - last >= INTERVAL.toNanos())) {
      done = total;
      this.failed = failed;
      last = now;
      out.accept(line((now - start) / 1e9));
    }
  }

  private String line(double seconds) {
    double each = seconds / done;
    return String.format(
        Locale.ROOT,
        "%d of %d %ss, %d failed, %.2f s per %s, %s left",
        done,
        all,
        unit,
        failed,
        each,
        unit,
        text(Math.round(each * (all - done))));
  }

  private static String text(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? seconds / 60 + " min " + seconds % 60 + " s"
            : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
