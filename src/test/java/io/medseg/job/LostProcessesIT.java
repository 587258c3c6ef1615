package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves on a standalone cluster over HDFS and real scans that processes that die in the middle
 * change nothing: an executor that is killed while Spark speculates costs only a repeat; a driver
 * that is killed and started again with --resume repeats no scan that was finished; Ctrl-C ends a
 * run in words. The results are those of a run in peace.
 */
class LostProcessesIT {
  private static final int SCANS = 24;

  @TempDir static java.nio.file.Path folder;

  private static HippocampusOnHdfs hippocampus;
  private static StandaloneCluster cluster;
  private static Results peace;

  @BeforeAll
  static void start() {
    HippocampusOnHdfs.assumePossible();
    JobRunner.local().run(HippocampusOnHdfs.evaluateHere(folder.resolve("peace"))).fine();
    peace = new Results(folder.resolve("peace"));
    hippocampus = HippocampusOnHdfs.upload();
    cluster = StandaloneCluster.start(folder);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** When the entries of finished scans were written. */
  private static Map<String, Long> ledger(String output) {
    Map<String, Long> times = new TreeMap<>();
    try {
      FileSystem files = hippocampus.hdfs().files();
      Path ledger = new Path(hippocampus.root() + "/" + output + "/ledger");
      if (files.exists(ledger)) {
        for (FileStatus file : files.listStatus(ledger)) {
          if (file.getPath().getName().endsWith(".json")) {
            times.put(file.getPath().getName(), file.getModificationTime());
          }
        }
      }
      return times;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEntries(ScriptRun run, String output, int entries) {
    run.awaitState(entries + " finished scans", () -> ledger(output).size() >= entries);
  }

  private static Results assertAsInPeace(String output) {
    Results results = hippocampus.fetch(output, folder);
    hippocampus.assertSame(results, peace);
    assertThat(ledger(output)).hasSize(SCANS);
    assertThat(results.json("run.json").at("/counts/evaluated").asInt()).isEqualTo(SCANS);
    return results;
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
        cluster.submit(speculation, hippocampus.evaluate("executor", "TEST_BATCH_SIZE", "1"))) {
      awaitEntries(run, "executor", 3);
      List<ProcessHandle> executors = cluster.executors();
      assertThat(executors).hasSize(2);
      executors.get(0).destroyForcibly();

      run.fine();
    }

    assertAsInPeace("executor");
  }

  @Test
  void aDriverThatIsKilledGoesOnWhereItWas() throws IOException {
    Map<String, Long> finished;
    try (ScriptRun run = cluster.submit(List.of(), hippocampus.evaluate("driver"))) {
      awaitEntries(run, "driver", 4);
      run.kill();
      finished = ledger("driver");
    }
    assertThat(hippocampus.hdfs().files().exists(new Path(hippocampus.root() + "/driver/run.json")))
        .isFalse();
    assertThat(finished.size()).isBetween(4, SCANS - 1);

    try (ScriptRun run = cluster.submit(List.of(), hippocampus.evaluate("driver", "--resume"))) {
      run.fine();
      assertThat(run.err()).contains(" of 24 scans are finished already");
    }

    // Executors of the driver that is gone may have entered more before they noticed.
    assertThat(ledger("driver")).containsAllEntriesOf(finished);
    Results results = assertAsInPeace("driver");
    assertThat(results.json("run.json").at("/counts/resumed").asInt())
        .isGreaterThanOrEqualTo(finished.size());
  }

  @Test
  void ctrlCEndsARunInWords() {
    try (ScriptRun run = cluster.submit(List.of(), hippocampus.evaluate("stopped"))) {
      awaitEntries(run, "stopped", 2);
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
