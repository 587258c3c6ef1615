package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the manifest is true or is not there, whenever the folder of a run is removed, taken
 * over or full. {@code -Dmoments=10} tries more moments, {@code -Dmoments.seed=N} others.
 */
class LostFolderIT {
  private static final int MOMENTS = Integer.getInteger("moments", 2);
  private static final long SEED = Long.getLong("moments.seed", 10);
  private static final int SCANS = 6;
  private static final String HOLD = ".medseg-run.json";

  /** Runs that ended before anything happened to them are tried again. */
  private static final int TRIES = 10;

  @TempDir static Path folder;

  private static Phantoms phantoms;

  /** How long a run takes that nothing happens to, in milliseconds. */
  private static long peace;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void measure() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
    evaluate("cold").fine();
    long begun = System.nanoTime();
    evaluate("warm").fine();
    peace = (System.nanoTime() - begun) / 1_000_000;
  }

  private static JobRunner.Result evaluate(String output, String... more) {
    String[] arguments =
        Stream.concat(Stream.of("--write=png,regions,nifti"), Stream.of(more))
            .toArray(String[]::new);
    return JobRunner.local()
        .with("spark.hadoop.fs.quota.impl", QuotaFileSystem.class.getName())
        .run(phantoms.evaluate(output, arguments));
  }

  /** Something that happens to the folder of a run. */
  private interface Disturbance {
    void happen(Path output) throws IOException;
  }

  /** What is asserted of a run that was disturbed and did not end as if it were not. */
  private interface Ending {
    void check(String output, JobRunner.Result result);
  }

  /**
   * Disturbs runs until enough of them were, and looks at what all of them left.
   *
   * @param since what must be in the output before anything happens to it
   */
  private void disturb(String name, String since, Disturbance disturbance, Ending ending)
      throws IOException {
    int disturbed = 0;
    for (int run = 0; disturbed < MOMENTS; run++) {
      assertThat(run).as("runs, %d of them disturbed", disturbed).isLessThan(MOMENTS * TRIES);
      String output = name + run;
      CompletableFuture<Void> other = atAMoment(output, since, disturbance);
      JobRunner.Result result = evaluate(output);
      boolean isWithin = other.isDone();
      other.join();
      if (isWithin) {
        assertTrueOrNotThere(output, result);
      }
      if (result.code() != MedsegSpark.FINE) {
        ending.check(output, result);
        disturbed++;
      }
    }
  }

  private CompletableFuture<Void> atAMoment(String output, String since, Disturbance disturbance) {
    long moment = (long) (random.nextDouble() * peace);
    Path begun = folder.resolve(output).resolve(since);
    return CompletableFuture.runAsync(
        () -> {
          try {
            while (!Files.exists(begun)) {
              Thread.sleep(2);
            }
            Thread.sleep(moment);
            disturbance.happen(folder.resolve(output));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** While a run writes into a folder, removing it may have to be tried again. */
  private static void remove(Path output) {
    while (Files.exists(output) && !FileUtils.deleteQuietly(output.toFile())) {
      Thread.onSpinWait();
    }
  }

  private void assertTrueOrNotThere(String output, JobRunner.Result result) throws IOException {
    Path out = folder.resolve(output);
    if (!Files.exists(out.resolve("run.json"))) {
      return;
    }
    Results results = new Results(out);
    JsonNode counts = results.json("run.json").at("/counts");
    assertThat(results.names())
        .contains("metrics.csv", "results.txt", "summary.json", "failures.csv", "report.html")
        .contains("scores.parquet");
    try (Stream<Path> entries = Files.list(out.resolve("ledger"))) {
      List<Path> all =
          entries.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
      assertThat(all).hasSize(counts.at("/evaluated").asInt());
      for (Path entry : all) {
        for (JsonNode file : results.json("ledger/" + entry.getFileName()).at("/files")) {
          assertThat(out.resolve(file.at("/name").asText())).hasSize(file.at("/bytes").asLong());
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    assertThat(counts.at("/evaluated").asInt() + counts.at("/failed").asInt()).isEqualTo(SCANS);
    assertThat(result.code()).isIn(MedsegSpark.FINE, MedsegSpark.SCANS_FAILED);
  }

  private static void assertEndedInWords(JobRunner.Result result, String... words) {
    assertThat(result.code()).as(result.err()).isEqualTo(MedsegSpark.BAD_INPUT);
    assertThat(result.errors()).hasSize(1);
    assertThat(result.err()).contains(words);
    assertThat(result.out()).doesNotContain(" scans evaluated");
  }

  @Test
  void aFolderThatIsRemoved() throws IOException {
    disturb(
        "removed",
        HOLD,
        LostFolderIT::remove,
        // While it is being removed, a file may be the first that is missed.
        (output, result) ->
            assertEndedInWords(result, "Cannot ", folder.resolve(output).toString()));
  }

  /** What a shell removes as OUT/*: hidden files stay. */
  @Test
  void whatIsInAFolderIsRemoved() throws IOException {
    disturb(
        "emptied",
        "ledger",
        LostFolderIT::empty,
        (output, result) -> {
          if (result.code() == MedsegSpark.SCANS_FAILED) {
            // A scan that was being written lost its folder, and no file of another one was there.
            assertThat(new Results(folder.resolve(output)).failures().values())
                .allMatch(failure -> failure.toString().contains("WRITE"));
          } else {
            assertThat(folder.resolve(output).resolve("run.json")).doesNotExist();
            assertEndedInWords(result, "Cannot ");
          }
        });
  }

  private static void empty(Path output) throws IOException {
    try (Stream<Path> all = Files.list(output)) {
      all.filter(it -> !it.getFileName().toString().startsWith(".")).forEach(LostFolderIT::remove);
    }
  }

  @Test
  void aFolderThatAnotherTakesOver() throws IOException {
    String other =
        """
        {"token": "t", "job": "preprocess", "application": "", "host": "node7",
         "process_space": "elsewhere", "pid": 4711, "process_started": "2026-03-01T01:00:00Z",
         "since": "2026-03-01T02:00:05Z"}
        """;
    disturb(
        "taken",
        HOLD,
        output -> writeIfThere(output.resolve(HOLD), other),
        (output, result) ->
            assertEndedInWords(result, "preprocess on node7 (process 4711", "has taken over"));
  }

  private static void writeIfThere(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      Files.writeString(file, text);
    }
  }

  @Test
  void aFullDisk() throws IOException {
    long much = 1L << 40;
    QuotaFileSystem.room(much);
    evaluate("roomy", "--output=quota:" + folder.resolve("roomy")).fine();
    long whole = much - QuotaFileSystem.left();
    for (int moment = 0; moment < MOMENTS; moment++) {
      QuotaFileSystem.room((long) (random.nextDouble() * whole));
      String output = "full" + moment;
      JobRunner.Result result = evaluate(output, "--output=quota:" + folder.resolve(output));
      assertThat(result.code())
          .as(result.out() + result.err())
          .isIn(MedsegSpark.BAD_INPUT, MedsegSpark.SCANS_FAILED);
      assertThat(result.out() + result.err()).contains("No space left on device");
      assertThat(result.err()).doesNotContain("bug", "\tat ");
      assertTrueOrNotThere(output, result);
    }
  }
}
