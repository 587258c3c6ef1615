package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that of two runs with one output folder the second is refused and changes nothing, and
 * that a run that was killed holds its folder no longer. {@code -Dmoments=10} tries more moments,
 * {@code -Dmoments.seed=N} others.
 */
class TwoRunsIT {
  private static final int MOMENTS = Integer.getInteger("moments", 1);
  private static final long SEED = Long.getLong("moments.seed", 11);
  private static final int SCANS = 6;
  private static final int MOST_MILLIS = 1000;

  @TempDir static Path folder;

  private static Phantoms phantoms;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void needsJar() {
    BuiltJar.assume();
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
  }

  private static ScriptRun start(String output, String... more) {
    List<String> command = new ArrayList<>(List.of("evaluate.sh", "--master", "local[1]", "--"));
    List<String> options = phantoms.evaluate(output, more);
    command.addAll(options.subList(1, options.size()));
    return ScriptRun.start(folder, Map.of(), command.toArray(String[]::new));
  }

  private static ScriptRun holding(String output, String... more) {
    Path hidden = folder.resolve(output).resolve(".medseg-run.json");
    return start(output, more).awaitState(hidden.toString(), () -> Files.exists(hidden));
  }

  private void aMoment() throws InterruptedException {
    Thread.sleep(random.nextInt(MOST_MILLIS));
  }

  private static void assertTrue(String output, String runId, int batchSize) {
    JsonNode manifest = new Results(folder.resolve(output)).json("run.json");
    assertThat(manifest.at("/run_id").asText()).isEqualTo(runId);
    assertThat(manifest.at("/counts/evaluated").asInt()).isEqualTo(SCANS);
    assertThat(manifest.at("/experiment/settings/TEST_BATCH_SIZE").asInt()).isEqualTo(batchSize);
    assertThat(folder.resolve(output).resolve(".medseg-run.json")).doesNotExist();
  }

  @Test
  void theSecondIsRefused() throws InterruptedException {
    for (int moment = 0; moment < MOMENTS; moment++) {
      String output = "two" + moment;
      try (ScriptRun first = holding(output, "--run-id=first", "TEST_BATCH_SIZE", "1")) {
        aMoment();
        // However slow the first is, the second comes while it is at work.
        first.suspend();
        assertRefused(output);
        first.goOn();
        first.fine();
      }
      assertTrue(output, "first", 1);
    }
  }

  private static void assertRefused(String output) {
    try (ScriptRun second = start(output, "--run-id=second", "TEST_BATCH_SIZE", "2")) {
      assertThat(second.await()).as(second.err()).isEqualTo(MedsegSpark.BAD_INPUT);
      assertThat(second.out()).isEmpty();
      assertThat(second.err())
          .containsPattern(
              "Cannot write to \\Q%s\\E: evaluate on \\S+ \\(process \\d+, application local-\\d+, since \\S+\\) is writing to it; wait for its end, stop it, or give another --output"
                  .formatted(folder.resolve(output)));
    }
  }

  @Test
  void aRunThatWasKilledHoldsNothing() throws InterruptedException {
    for (int moment = 0; moment < MOMENTS; moment++) {
      String output = "killed" + moment;
      try (ScriptRun first = holding(output, "--run-id=first", "TEST_BATCH_SIZE", "1")) {
        aMoment();
        first.kill();
      }
      boolean hadEnded = Files.exists(folder.resolve(output).resolve("run.json"));
      try (ScriptRun next =
          start(output, "--resume", "--run-id=next", "TEST_BATCH_SIZE", "2").fine()) {
        assertThat(next.err().contains(" did not end; its hold on " + folder.resolve(output)))
            .isNotEqualTo(hadEnded);
      }
      assertTrue(output, "next", 2);
    }
  }

  private static List<File> entries(File ledger) {
    return List.of(ledger.listFiles((folder, name) -> name.matches("[^.].*\\.json")));
  }

  @Test
  void aStoppedRunCountsItsOwnScans() {
    String output = "stopped";
    start(output, "TEST_BATCH_SIZE", "1").fine();
    File ledger = folder.resolve(output).resolve("ledger").toFile();
    long ended = folder.resolve(output).resolve("run.json").toFile().lastModified();

    try (ScriptRun next = start(output, "TEST_BATCH_SIZE", "2")) {
      next.awaitState(
          "the first finished scan",
          () -> entries(ledger).stream().anyMatch(entry -> entry.lastModified() > ended));
      next.interrupt();
      assertThat(next.await()).as(next.err()).isEqualTo(130);
      List<File> own = entries(ledger);
      assertThat(own).allMatch(entry -> entry.lastModified() > ended);
      assertThat(next.err())
          .contains(
              "Stopped. %d scans are finished; the same command with --resume goes on from there"
                  .formatted(own.size()));
    }
    assertThat(folder.resolve(output).resolve("run.json")).doesNotExist();
  }
}
