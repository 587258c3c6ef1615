package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.shards.ShardInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that preprocessings which are killed at random moments and go on with --resume end with
 * the bytes of one in peace, that whatever lies under its final name meanwhile is whole, that there
 * is no index before the end, and that no temporary file stays. {@code -Dkills=20} kills more
 * often, {@code -Dkills.seed=N} at other moments.
 */
class KilledPreprocessIT {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final long SEED = Long.getLong("kills.seed", 5);
  private static final int SCANS = 16;

  @TempDir static Path folder;

  private static Phantoms phantoms;

  @BeforeAll
  static void needsJar() {
    BuiltJar.assume();
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
  }

  private static ScriptRun start(String output) {
    List<String> command = new ArrayList<>(List.of("preprocess.sh", "--master", "local[2]", "--"));
    List<String> options =
        phantoms.preprocess(
            output, "--resume", "--split=0.75,0.25", "--epochs=2", "--shard-size=60k");
    command.addAll(options.subList(1, options.size()));
    return ScriptRun.start(folder, Map.of(), command.toArray(String[]::new));
  }

  private static ShardResults results(String output) {
    return new ShardResults(folder.resolve(output));
  }

  @Test
  void killedAndResumedItEndsAsInPeace() throws IOException {
    KilledRuns runs = new KilledRuns(folder, "index.json", KilledPreprocessIT::start);
    long span = runs.peace("peace");
    Map<String, byte[]> peace = results("peace").files();
    assertThat(peace.keySet())
        .filteredOn(name -> name.endsWith(".tfrecord"))
        .hasSizeGreaterThan(30);

    for (String output : runs.kill(KILLS, SEED, span, looked -> assertWhole(looked, peace))) {
      assertGoesOn(output, peace);
    }
  }

  private static void assertGoesOn(String output, Map<String, byte[]> peace) throws IOException {
    long finished =
        results(output).files().keySet().stream().filter(KilledPreprocessIT::isEntry).count();
    try (ScriptRun run = start(output)) {
      run.fine();
      if (finished > 0) {
        long all = peace.keySet().stream().filter(KilledPreprocessIT::isEntry).count();
        assertThat(run.err()).contains(finished + " of " + all + " shards are written already");
      }
    }
    assertThat(results(output).files().keySet()).as(output).isEqualTo(peace.keySet());
    assertWhole(output, peace);
    assertThat(results(output).temporaryFiles()).isEmpty();
  }

  private static boolean isEntry(String name) {
    return name.endsWith(".tfrecord.json");
  }

  /** All bytes are those of the run in peace; where there is an index, nothing is missing. */
  private static void assertWhole(String output, Map<String, byte[]> peace) throws IOException {
    boolean isComplete = Files.exists(folder.resolve(output).resolve("index.json"));
    Map<String, byte[]> files = results(output).files();
    files.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(peace.get(name)));
    if (isComplete) {
      assertThat(files.keySet()).isEqualTo(peace.keySet());
    }
  }

  @Test
  void whoStopsItIsToldHowItGoesOn() {
    Path shards = folder.resolve("stopped/train");
    try (ScriptRun run = start("stopped")) {
      run.awaitState("a folder " + shards, () -> Files.isDirectory(shards));
      assertStops(
          run,
          "Stopped\\. \\d+ shards are written; the same command with --resume goes on from there");
    }
    assertThat(folder.resolve("stopped/index.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 200, 400})
  void itStopsWithoutComplaintsAtAnyMoment(int milliseconds) throws InterruptedException {
    try (ScriptRun run = start("early" + milliseconds)) {
      run.awaitLog(KilledRuns.BEGUN);
      Thread.sleep(milliseconds);
      assertStops(run, "Stopped\\. (Nothing was|\\d+ shards are) written");
    }
  }

  private static void assertStops(ScriptRun run, String word) {
    run.interrupt();
    assertThat(run.await()).isEqualTo(130);
    assertThat(run.err()).containsPattern(word).doesNotContain("\tat ", "bug", " ERROR ");
  }

  /** What the comparison of bytes rests on. */
  @Test
  void aShardIsReadToItsEnd() throws IOException {
    JobRunner.local().run(phantoms.preprocess("whole", "--shard-size=500k")).fine();
    int records = 0;
    for (String name : results("whole").files().keySet()) {
      Path file = folder.resolve("whole").resolve(name);
      if (name.endsWith(".tfrecord")) {
        records += ShardInputs.of(file).size();
      } else if (name.endsWith(".json")) {
        assertThat(new ObjectMapper().readTree(file.toFile()).isObject()).as(name).isTrue();
      }
    }
    assertThat(records).isEqualTo(SCANS * Phantoms.DEPTH);
  }
}
