package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a run that goes on repeats no scan that is finished and still the same, repeats every
 * other one, and ends with the results of a run in one go.
 */
class ResumeIT {
  private static final int SCANS = 4;

  @TempDir Path folder;

  private Phantoms phantoms;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
  }

  private JobRunner.Result run(String... more) {
    return JobRunner.local().run(phantoms.evaluate("out", more));
  }

  private Results results() {
    return new Results(folder.resolve("out"));
  }

  private int resumed() {
    return results().json("run.json").at("/counts/resumed").asInt();
  }

  /** When the entries of scans were written. */
  private Map<String, FileTime> ledger() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("out/ledger"))) {
      for (Path file : files.toList()) {
        times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void aBrokenScanIsDoneWhenItIsMended() throws IOException {
    Path scan = folder.resolve("volumes").resolve(Phantoms.id(3) + ".h5");
    byte[] whole = Files.readAllBytes(scan);
    Files.write(scan, "broken".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(run().code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    Map<String, FileTime> before = ledger();
    assertThat(before.keySet())
        .containsExactly(
            Phantoms.id(1) + ".json", Phantoms.id(2) + ".json", Phantoms.id(4) + ".json");

    Files.write(scan, whole);
    run("--resume").fine();

    assertThat(resumed()).isEqualTo(SCANS - 1);
    assertThat(ledger()).containsAllEntriesOf(before).hasSize(SCANS);
    String metrics = results().text("metrics.csv");
    String summary = results().text("summary.json");
    String text = results().timelessText();
    run("--split-scans=3").fine();
    assertThat(results().text("metrics.csv")).isEqualTo(metrics);
    assertThat(results().text("summary.json")).isEqualTo(summary);
    assertThat(results().timelessText()).isEqualTo(text);
    assertThat(resumed()).isZero();
  }

  @Test
  void whatChangedIsDoneAgain() throws IOException {
    run().fine();
    run("--resume").fine();
    assertThat(resumed()).isEqualTo(SCANS);

    run("--resume", "TEST_METRICS", "['DSC']").fine();
    assertThat(resumed()).isZero();

    run("--resume", "--postprocess=fill-holes", "TEST_METRICS", "['DSC']").fine();
    assertThat(resumed()).isZero();

    Path scan = folder.resolve("volumes").resolve(Phantoms.id(2) + ".h5");
    Files.setLastModifiedTime(scan, FileTime.fromMillis(1_000_000_000_000L));
    run("--resume", "--postprocess=fill-holes", "TEST_METRICS", "['DSC']").fine();
    assertThat(resumed()).isEqualTo(SCANS - 1);
  }

  @Test
  void scansThatAreGoneLeaveTheLedger() throws IOException {
    run().fine();
    phantoms.delete("volumes/" + Phantoms.id(1) + ".h5");

    run("--resume").fine();

    assertThat(resumed()).isEqualTo(SCANS - 1);
    assertThat(ledger()).hasSize(SCANS - 1).doesNotContainKey(Phantoms.id(1) + ".json");
    assertThat(results().metrics()).hasSize((SCANS - 1) * 6);
  }

  @Test
  void tooManyFailuresEndTheRun() throws IOException {
    run().fine();
    for (int scan : List.of(1, 2)) {
      phantoms.write("volumes/" + Phantoms.id(scan) + ".h5", "broken");
    }

    JobRunner.Result gaveUp = run("--max-failures=1");

    assertThat(gaveUp.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(gaveUp.out())
        .startsWith("Gave up: 2 scans failed, more than --max-failures allows; ")
        .contains("go on with --resume", Phantoms.id(1), Phantoms.id(2));
    assertThat(results().text("failures.csv").lines()).hasSize(3);
    assertThat(Files.exists(folder.resolve("out/run.json")))
        .as("results that look complete")
        .isFalse();
    assertThat(run("--max-failures=50%").code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(results().json("run.json").at("/counts/failed").asInt()).isEqualTo(2);
  }

  @Test
  void theManifestTellsWhatTasksCounted() {
    run("--partitions=3").fine();

    var counted = results().json("run.json").at("/counted_by_tasks");
    assertThat(counted.at("/scans_finished").asInt()).isEqualTo(SCANS);
    assertThat(counted.at("/scans_failed").asInt()).isZero();
    assertThat(counted.at("/elements_predicted").asInt()).isEqualTo(SCANS * Phantoms.DEPTH);
    assertThat(counted.at("/bytes_read").asLong())
        .isGreaterThan((long) SCANS * Phantoms.SIZE * Phantoms.SIZE * Phantoms.DEPTH * 4);
    assertThat(counted.at("/model_milliseconds").asLong()).isPositive();
  }
}
