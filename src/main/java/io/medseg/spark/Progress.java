package io.medseg.spark;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells how far a run is: scans done, seconds per scan, time left. Lines come at most once in
 * {@link #INTERVAL}, and at the end. Safe for many threads.
 */
public final class Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final int scans;
  private final Consumer<String> out;
  private final long start = System.nanoTime();
  private long last = start;
  private int done;
  private int failed;

  /** Progress of this many scans, told line by line. */
  public Progress(int scans, Consumer<String> out) {
    this.scans = scans;
    this.out = out;
  }

  /**
   * So many scans came to an end so far.
   *
   * @param finished with a result
   * @param failed without
   */
  public synchronized void show(int finished, int failed) {
    int total = Math.min(scans, finished + failed);
    long now = System.nanoTime();
    if (total > done && (total == scans || now - last >= INTERVAL.toNanos())) {
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
        "%d of %d scans, %d failed, %.2f s per scan, %s left",
        done,
        scans,
        failed,
        each,
        text(Math.round(each * (scans - done))));
  }

  private static String text(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? seconds / 60 + " min " + seconds % 60 + " s"
            : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
