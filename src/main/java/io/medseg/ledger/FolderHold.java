package io.medseg.ledger;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.export.AtomicFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold of a run on the folder that it writes to: while it lasts, other runs are refused. It is
 * a hidden file with the run's token, which a thread renews; of a run that died it is taken over
 * once it was not renewed for long, or at once where the process can be seen to be gone. A run
 * whose token is no longer there has lost its folder, and says so. Runs on the driver; whoever
 * takes it closes it; it ends with the process too. Safe for many threads.
 */
public final class FolderHold implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderHold.class);

  /** After the last word of a process that is stopped, before file systems are closed. */
  private static final int AFTER_THE_LAST_WORD = 900;

  /**
   * How often and how long.
   *
   * @param renewal time between two renewals
   * @param death a holder of another machine that was not renewed for so long is dead
   * @param settling how long whoever wrote a file that others may write looks whether it stays
   */
  record Rhythm(Duration renewal, Duration death, Duration settling) {
    static final Rhythm USUAL =
        new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  private final HoldFile file;
  private final Holder holder;
  private final Rhythm rhythm;
  private final Thread hook = new Thread(this::release, "release of the output folder");
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(FolderHold::daemon);
  private final AtomicBoolean isReleased = new AtomicBoolean();
  private volatile Instant since;
  private volatile boolean madeFolder;
  private volatile String loss;
  private volatile Runnable onLoss = () -> {};

  private FolderHold(HoldFile file, Holder holder, Rhythm rhythm) {
    this.file = file;
    this.holder = holder;
    this.rhythm = rhythm;
  }

  /**
   * Takes hold of a folder, which is made where it is missing.
   *
   * @param job as messages name it, as in "evaluate"
   * @param application Spark's id of it, "" without Spark
   * @throws InputException if another run holds it; the message names that and says what to do
   * @throws IOException if the folder takes no file
   */
  public static FolderHold take(Path folder, String job, String application, Configuration hadoop)
      throws IOException {
    return take(new HoldFile(folder, hadoop), Holder.of(job, application), Rhythm.USUAL);
  }

  static FolderHold take(HoldFile file, Holder holder, Rhythm rhythm) throws IOException {
    FolderHold hold = new FolderHold(file, holder, rhythm);
    hold.take();
    return hold;
  }

  private void take() throws IOException {
    FileSystem files = AtomicFile.files(file.folder(), file.hadoop());
    madeFolder = !files.exists(file.folder());
    if (!files.mkdirs(file.folder())) {
      throw new IOException("cannot make the folder " + file.folder());
    }
    if (!file.create(holder.json())) {
      takeOver();
    } else if (!file.isCreatedInOneStep()) {
      settle();
    }
    since = file.time().orElseThrow(() -> new IOException("it was removed"));
    ShutdownHookManager.get().addShutdownHook(hook, AFTER_THE_LAST_WORD);
    long millis = rhythm.renewal().toMillis();
    renewing.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Takes the place of a holder that died. */
  private void takeOver() throws IOException {
    Optional<Holder> other = file.read();
    Optional<Instant> renewed = file.time();
    if (renewed.isPresent()) {
      Duration silent = Duration.between(renewed.get(), file.now());
      boolean isHere = other.isPresent() && other.get().process().isHere();
      boolean isDead =
          isHere ? !other.get().process().isAlive() : silent.compareTo(rhythm.death()) > 0;
      if (!isDead) {
        throw refused(other, isHere, silent);
      }
      if (!file.read().equals(other)) {
        throw refused(file.read(), true, silent);
      }
      file.overwrite(holder.json());
      settle();
      LOG.info(
          "{} did not end; its hold on {} is taken over",
          other.map(Holder::toString).orElse("A run"),
          shown());
    } else if (!file.create(holder.json())) {
      // It went between two looks, and another came.
      throw refused(file.read(), true, Duration.ZERO);
    }
  }

  /** Of several that wrote at the same moment, the one whose token stays goes on. */
  private void settle() throws IOException {
    try {
      Thread.sleep(rhythm.settling().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Optional<Holder> now = file.read();
    if (now.isEmpty() || !now.get().token().equals(holder.token())) {
      throw refused(now, true, Duration.ZERO);
    }
  }

  private InputException refused(Optional<Holder> other, boolean isSeen, Duration silent) {
    String text =
        "Cannot write to %s: %s is writing to it; wait for its end, stop it, or give another --output"
            .formatted(shown(), other.map(Holder::toString).orElse("another run"));
    long left = rhythm.death().minus(silent).toSeconds() + 1;
    return new InputException(
        isSeen
            ? text
            : text
                + ". Its last sign of life was %d seconds ago; if it died, the folder is free in %d seconds"
                    .formatted(Math.max(0, silent.toSeconds()), Math.max(1, left)));
  }

  /** When it was taken, on the clock of the file system. */
  public Instant since() {
    return since;
  }

  /** What is done when the folder was lost, at once and at every renewal from then on. */
  public void onLoss(Runnable action) {
    onLoss = action;
  }

  private void renew() {
    try {
      if (loss == null) {
        look();
      }
      if (loss == null) {
        file.overwrite(holder.json());
      }
    } catch (IOException | RuntimeException e) {
      // Where the folder is gone the next look tells; what else is wrong may pass.
      LOG.debug("Cannot renew the hold on {}", shown(), e);
    }
    if (loss != null) {
      onLoss.run();
    }
  }

  /** Finds out whether the folder is still ours. */
  private synchronized void look() throws IOException {
    if (loss != null) {
      return;
    }
    Optional<Holder> now = file.read();
    if (now.isPresent() && !now.get().token().equals(holder.token())) {
      loss =
          "Cannot go on: %s has taken over %s from this run, which gave no sign of life; the results there are its own"
              .formatted(now.get(), shown());
    } else if (now.isEmpty() && file.time().isEmpty()) {
      loss =
          "Cannot go on: %s was removed while this run wrote to it (%s is gone): results are missing, so no more are written; run it again"
              .formatted(shown(), HoldFile.NAME);
    }
  }

  /**
   * Refuses to go on where the folder is no longer this run's.
   *
   * @throws InputException if it was removed, taken over, or cannot be looked at
   */
  public void check() {
    try {
      look();
    } catch (IOException e) {
      throw new InputException("Cannot write results to " + shown() + ": " + e.getMessage(), e);
    }
    if (loss != null) {
      throw new InputException(loss);
    }
  }

  /**
   * What work gives that needs the folder; if it fails because the folder was lost, that is said
   * instead of what came of it.
   *
   * @throws InputException if the folder was lost
   */
  public <T> T during(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      // Spark throws SparkException from methods that declare nothing.
      try {
        look();
      } catch (IOException unknown) {
        e.addSuppressed(unknown);
      }
      if (loss != null) {
        throw new InputException(loss, e);
      }
      throw e;
    }
  }

  private String shown() {
    return Secrets.masked(file.folder().toString());
  }

  private static Thread daemon(Runnable renewal) {
    Thread thread = new Thread(renewal, "hold on the output folder");
    thread.setDaemon(true);
    return thread;
  }

  /** Gives the folder back; one that was made for this run and stayed empty is removed. */
  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
    release();
  }

  private void release() {
    if (isReleased.getAndSet(true)) {
      return;
    }
    renewing.shutdown();
    try {
      // A renewal that is under way would write the file again.
      renewing.awaitTermination(5, TimeUnit.SECONDS);
      look();
      if (loss == null) {
        file.delete();
        removeEmptyFolder();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot give back {}: {}", shown(), e.getMessage());
    }
  }

  private void removeEmptyFolder() throws IOException {
    FileSystem files = AtomicFile.files(file.folder(), file.hadoop());
    if (madeFolder && files.listStatus(file.folder()).length == 0) {
      files.delete(file.folder(), false);
    }
  }
}
