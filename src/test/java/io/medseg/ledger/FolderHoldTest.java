package io.medseg.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that one run at a time holds a folder, and that it notices when it no longer does. */
class FolderHoldTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final FolderHold.Rhythm QUICK =
      new FolderHold.Rhythm(Duration.ofMillis(20), LONG, Duration.ofMillis(200));

  @TempDir Path temporary;

  private Path folder;
  private HoldFile file;

  @BeforeEach
  void place() {
    folder = temporary.resolve("out");
    file = new HoldFile(new org.apache.hadoop.fs.Path(folder.toString()), new Configuration(false));
  }

  private Path hidden() {
    return folder.resolve(HoldFile.NAME);
  }

  private FolderHold take(String job) throws IOException {
    return FolderHold.take(file, Holder.of(job, ""), QUICK);
  }

  private static Holder elsewhere(String job) {
    RunProcess process = new RunProcess("node7", "boot of node7", 4711, Instant.EPOCH);
    return new Holder("t-" + job, job, "app-1", process, Instant.parse("2026-03-01T02:00:05Z"));
  }

  private static Holder here(long pid, Instant started) {
    RunProcess own = RunProcess.current();
    return new Holder(
        "t", "evaluate", "", new RunProcess(own.host(), own.space(), pid, started), Instant.EPOCH);
  }

  private void leave(Holder holder) throws IOException {
    Files.createDirectories(folder);
    Files.write(hidden(), holder.json());
  }

  @Test
  void aSecondRunIsRefusedByTheNameOfTheFirst() throws IOException {
    try (FolderHold first = take("evaluate")) {
      first.check();
      assertThatThrownBy(() -> take("preprocess"))
          .isInstanceOf(InputException.class)
          .hasMessageMatching(
              "Cannot write to \\Q%s\\E: evaluate on \\S+ \\(process %d, since \\S+Z\\) is writing to it; wait for its end, stop it, or give another --output"
                  .formatted(folder, ProcessHandle.current().pid()));
      first.check();
    }
    take("preprocess").close();
  }

  @Test
  void nothingStaysOfAHold() throws IOException {
    take("evaluate").close();
    assertThat(folder).as("made for it and empty").doesNotExist();

    Files.createDirectories(folder);
    take("evaluate").close();
    assertThat(folder).as("of somebody else").isEmptyDirectory();
  }

  @Test
  void aProcessOfThisMachineThatIsGoneHoldsNothing() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    leave(here(process.pid(), Instant.EPOCH));
    take("evaluate").close();
    assertThat(hidden()).doesNotExist();
  }

  @Test
  void nobodyHasTheIdThatAnEarlierProcessHad() throws IOException {
    long pid = ProcessHandle.current().pid();
    leave(here(pid, ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(60)));
    take("evaluate").close();

    leave(here(pid, ProcessHandle.current().info().startInstant().orElseThrow()));
    Files.setLastModifiedTime(hidden(), FileTime.from(Instant.now().minus(LONG.multipliedBy(9))));
    assertThatThrownBy(() -> take("evaluate"))
        .as("it lives, though it was not renewed: it may be suspended")
        .hasMessageContaining("is writing to it");
  }

  @Test
  void aHolderElsewhereIsDeadWhenItWasSilentForLong() throws IOException {
    leave(elsewhere("evaluate"));
    Files.setLastModifiedTime(hidden(), FileTime.from(Instant.now().minusSeconds(1800)));
    assertThatThrownBy(() -> take("export"))
        .hasMessageMatching(
            "Cannot write to \\Q%s\\E: evaluate on node7 \\(process 4711, application app-1, since 2026-03-01T02:00:05Z\\) is writing to it; wait for its end, stop it, or give another --output\\. Its last sign of life was 180\\d seconds ago; if it died, the folder is free in 1[78]\\d\\d seconds"
                .formatted(folder));
    assertThat(Files.readAllBytes(hidden())).isEqualTo(elsewhere("evaluate").json());

    Files.setLastModifiedTime(hidden(), FileTime.from(Instant.now().minusSeconds(3700)));
    try (FolderHold hold = take("export")) {
      hold.check();
    }
  }

  /** A process that died between making the file and filling it. */
  @Test
  void aFileWithoutContentHoldsForAWhile() throws IOException {
    for (String content : List.of("", "{\"token\": ", "[]", "{\"token\": \"t\"}")) {
      Files.createDirectories(folder);
      Files.writeString(hidden(), content);
      assertThatThrownBy(() -> take("export")).hasMessageContaining(": another run is writing");
      Files.setLastModifiedTime(hidden(), FileTime.from(Instant.now().minusSeconds(3700)));
      take("export").close();
    }
  }

  @Test
  void ofManyThatComeAtOnceOneGoesOn() throws Exception {
    for (boolean isHeldByADeadOne : new boolean[] {false, true}) {
      if (isHeldByADeadOne) {
        leave(here(0x7fffffff, Instant.EPOCH));
      }
      List<FolderHold> holds = new ArrayList<>();
      List<String> refusals = new ArrayList<>();
      for (Future<FolderHold> taken : atOnce(8, () -> take("evaluate"))) {
        try {
          holds.add(taken.get());
        } catch (java.util.concurrent.ExecutionException e) {
          refusals.add(e.getCause().getMessage());
        }
      }
      assertThat(holds).as("held by a dead one: %s", isHeldByADeadOne).hasSize(1);
      assertThat(refusals).hasSize(7).allMatch(text -> text.contains("is writing to it"));
      holds.get(0).check();
      holds.get(0).close();
    }
  }

  private static <T> List<Future<T>> atOnce(int times, Callable<T> action) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    CountDownLatch start = new CountDownLatch(times);
    List<Future<T>> results = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      results.add(
          threads.submit(
              () -> {
                start.countDown();
                start.await();
                return action.call();
              }));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    return results;
  }

  @Test
  void itIsRenewed() throws Exception {
    try (FolderHold hold = take("evaluate")) {
      Files.setLastModifiedTime(hidden(), FileTime.from(Instant.EPOCH));
      while (Files.getLastModifiedTime(hidden()).toMillis() == 0) {
        Thread.sleep(5);
      }
      assertThat(file.read()).isPresent();
      hold.check();
    }
  }

  @Test
  void aFolderThatIsRemovedIsNoticed() throws Exception {
    try (FolderHold hold = take("evaluate")) {
      CountDownLatch noticed = new CountDownLatch(3);
      hold.onLoss(noticed::countDown);
      Files.delete(hidden());
      Files.delete(folder);
      assertThat(noticed.await(1, TimeUnit.MINUTES)).as("again and again").isTrue();
      String lost =
          "Cannot go on: %s was removed while this run wrote to it (.medseg-run.json is gone): results are missing, so no more are written; run it again"
              .formatted(folder);
      assertThatThrownBy(hold::check).isInstanceOf(InputException.class).hasMessage(lost);
      assertThatThrownBy(
              () ->
                  hold.during(
                      () -> {
                        throw new IllegalStateException("what came of it");
                      }))
          .isInstanceOf(InputException.class)
          .hasMessage(lost)
          .hasRootCauseMessage("what came of it");
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void aFolderThatWasTakenOverIsLeftToTheOther() throws Exception {
    try (FolderHold hold = take("evaluate")) {
      CountDownLatch noticed = new CountDownLatch(1);
      hold.onLoss(noticed::countDown);
      leave(elsewhere("preprocess"));
      assertThat(noticed.await(1, TimeUnit.MINUTES)).isTrue();
      assertThatThrownBy(hold::check)
          .hasMessage(
              "Cannot go on: preprocess on node7 (process 4711, application app-1, since 2026-03-01T02:00:05Z) has taken over %s from this run, which gave no sign of life; the results there are its own"
                  .formatted(folder));
    }
    assertThat(Files.readAllBytes(hidden())).isEqualTo(elsewhere("preprocess").json());
  }

  @Test
  void whatFailsByItselfIsToldAsItIs() throws IOException {
    try (FolderHold hold = take("evaluate")) {
      assertThatThrownBy(
              () ->
                  hold.during(
                      () -> {
                        throw new IllegalStateException("a bug");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a bug");
    }
  }

  /** Where creating is no single step, as on object stores. */
  @Test
  void whoeverStandsThereAfterAMomentHolds() throws Exception {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.loose.impl", Loose.class.getName());
    HoldFile loose = new HoldFile(new org.apache.hadoop.fs.Path("loose:" + folder), hadoop);
    List<FolderHold> holds = new ArrayList<>();
    for (Future<FolderHold> taken :
        atOnce(6, () -> FolderHold.take(loose, Holder.of("evaluate", ""), QUICK))) {
      try {
        holds.add(taken.get());
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e.getCause()).hasMessageContaining("is writing to it");
      }
    }
    assertThat(holds).hasSize(1);
    holds.get(0).check();
    holds.get(0).close();
    assertThat(hidden()).doesNotExist();
  }

  /** A file system that creates a file whether there is one or not. */
  public static final class Loose extends org.apache.hadoop.fs.FilterFileSystem {
    public Loose() {
      super(new RawLocalFileSystem());
    }

    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("loose:///");
    }

    @Override
    public String getScheme() {
      return "loose";
    }

    @Override
    public org.apache.hadoop.fs.Path makeQualified(org.apache.hadoop.fs.Path path) {
      return path;
    }

    private static org.apache.hadoop.fs.Path local(org.apache.hadoop.fs.Path path) {
      return new org.apache.hadoop.fs.Path("file", null, path.toUri().getPath());
    }

    @Override
    public org.apache.hadoop.fs.FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        org.apache.hadoop.fs.permission.FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        org.apache.hadoop.util.Progressable progress)
        throws IOException {
      return fs.create(local(path), true, buffer, replication, block, progress);
    }

    @Override
    public org.apache.hadoop.fs.FileStatus getFileStatus(org.apache.hadoop.fs.Path path)
        throws IOException {
      return fs.getFileStatus(local(path));
    }

    @Override
    public org.apache.hadoop.fs.FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer)
        throws IOException {
      return fs.open(local(path), buffer);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      return fs.delete(local(path), recursive);
    }

    @Override
    public boolean mkdirs(org.apache.hadoop.fs.Path path) throws IOException {
      return fs.mkdirs(local(path));
    }

    @Override
    public boolean mkdirs(
        org.apache.hadoop.fs.Path path, org.apache.hadoop.fs.permission.FsPermission permission)
        throws IOException {
      return fs.mkdirs(local(path));
    }

    @Override
    public org.apache.hadoop.fs.FileStatus[] listStatus(org.apache.hadoop.fs.Path path)
        throws IOException {
      return fs.listStatus(local(path));
    }
  }
}
