package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves on a standalone cluster and real scans that processes that die in the middle change
 * nothing: an executor that is killed while Spark speculates costs only a repeat; a driver that is
 * killed and started again with --resume repeats no scan that was finished; Ctrl-C ends a run in
 * words. The results are those of a run in peace.
 */
class LostProcessesIT {
  private static final Path DATA = Path.of(System.getProperty("data.dir", ""));
  private static final int SCANS = 24;

  @TempDir static Path folder;

  private static StandaloneCluster cluster;
  private static Results peace;

  @BeforeAll
  static void start() {
    Path scans = DATA.resolve("hippocampus/test");
    assumeTrue(Files.isDirectory(scans), "there is no folder " + scans + " (data.dir)");
    BuiltJar.assume();
    JobRunner.local().run(evaluate("peace")).fine();
    peace = new Results(folder.resolve("peace"));
    cluster = StandaloneCluster.start(folder);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static List<String> evaluate(String output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--config-file="
                    + JobRunner.home().resolve("conf/experiments/hippocampus_unet2d.yaml"),
                "--datasets=" + JobRunner.home().resolve("conf/datasets.yaml"),
                "--dataset-root=" + DATA,
                "--output=" + folder.resolve(output),
                "--run-id=same"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** When the entries of finished scans were written. */
  private static Map<String, FileTime> ledger(String output) {
    Path ledger = folder.resolve(output).resolve("ledger");
    Map<String, FileTime> times = new TreeMap<>();
    if (!Files.isDirectory(ledger)) {
      return times;
    }
    try (Stream<Path> files = Files.list(ledger)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.getFileName().toString().startsWith(".")) {
          times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
        }
      }
      return times;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, FileTime> awaitEntries(String output, int entries) {
    long end = System.nanoTime() + 180_000_000_000L;
    while (ledger(output).size() < entries) {
      assertThat(System.nanoTime()).as("time to finish %d scans", entries).isLessThan(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return ledger(output);
  }

  private static void assertAsInPeace(String output) {
    Results results = new Results(folder.resolve(output));
    assertThat(results.names()).isEqualTo(peace.names());
    for (String name : List.of("metrics.csv", "summary.json", "failures.csv")) {
      assertThat(results.text(name)).as(name).isEqualTo(peace.text(name));
    }
    assertThat(results.timelessText()).isEqualTo(peace.timelessText());
    assertThat(ledger(output)).hasSize(SCANS);
    assertThat(results.json("run.json").at("/counts/evaluated").asInt()).isEqualTo(SCANS);
  }

  @Test
  void anExecutorThatIsKilledCostsARepeatOnly() {
    List<String> speculation =
        List.of(
            "--conf", "spark.speculation=true",
            "--conf", "spark.speculation.quantile=0.1",
            "--conf", "spark.speculation.multiplier=1.0",
            "--conf", "spark.speculation.interval=50ms",
            "--conf", "spark.speculation.minTaskRuntime=50ms");
    try (ScriptRun run =
        cluster.submit(speculation, evaluate("executor", "TEST_BATCH_SIZE", "1"))) {
      awaitEntries("executor", 3);
      List<ProcessHandle> executors = cluster.executors();
      assertThat(executors).hasSize(2);
      executors.get(0).destroyForcibly();

      run.fine();
    }

    Results results = new Results(folder.resolve("executor"));
    assertThat(results.text("metrics.csv")).isEqualTo(peace.text("metrics.csv"));
    assertAsInPeace("executor");
  }

  @Test
  void aDriverThatIsKilledGoesOnWhereItWas() {
    Map<String, FileTime> finished;
    try (ScriptRun run = cluster.submit(List.of(), evaluate("driver"))) {
      awaitEntries("driver", 4);
      run.kill();
      finished = ledger("driver");
    }
    assertThat(Files.exists(folder.resolve("driver/run.json"))).isFalse();
    assertThat(finished.size()).isBetween(4, SCANS - 1);

    try (ScriptRun run = cluster.submit(List.of(), evaluate("driver", "--resume"))) {
      run.fine();
      assertThat(run.err()).contains(" of 24 scans are finished already");
    }

    // Executors of the driver that is gone may have entered more before they noticed.
    assertThat(ledger("driver")).containsAllEntriesOf(finished);
    assertAsInPeace("driver");
    assertThat(new Results(folder.resolve("driver")).json("run.json").at("/counts/resumed").asInt())
        .isGreaterThanOrEqualTo(finished.size());
  }

  @Test
  void ctrlCEndsARunInWords() {
    try (ScriptRun run = cluster.submit(List.of(), evaluate("stopped"))) {
      awaitEntries("stopped", 2);
      run.interrupt();

      assertThat(run.await()).isEqualTo(130);
      assertThat(run.err())
          .containsPattern(
              "Stopped\\. \\d+ scans are finished; the same command with --resume goes on from there")
          .doesNotContain("\tat ", "bug");
      assertThat(run.out()).isEmpty();
    }
  }
}
