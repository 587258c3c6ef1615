package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.Waiting;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged HDF5 files through the stages of the job, of every kind of file and every layout: each
 * scan is evaluated rightly or is a failure that names it and its file; nothing hangs, runs out of
 * memory, or leaves a file open. {@code jobs/fuzz.sh N SEED} runs more.
 *
 * <p>Right is what h5py reads from the same bytes: damage to voxels that no checksum covers, or to
 * a header so that it describes another array, is a file of other content. Right are the values
 * without the damage as well: then it touched nothing that they depend on, though h5py may have
 * looked at it. Every damage is in one place, so that not one spot makes h5py refuse a file whose
 * voxels another one changed. Values are compared through the counts of a model whose classes
 * depend on every bit of a voxel. Where there is no h5py, only the rest is tested.
 */
class FuzzIT {
  private static final int FILES = Integer.getInteger("fuzz.files", 2000);
  private static final long SEED = Long.getLong("fuzz.seed", 4);
  private static final int AT_ONCE = 250;

  private static JavaSparkContext spark;

  @TempDir static Path temporary;

  /** With -Dfuzz.folder=DIR the damaged files are kept there. */
  private static Path folder;

  @BeforeAll
  static void start() {
    String kept = System.getProperty("fuzz.folder");
    folder = kept == null ? temporary : Path.of(kept);
    spark =
        new JavaSparkContext(
            new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("fuzz")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static EvaluationResult run(List<Scan> scans) throws Exception {
    Experiment experiment =
        Experiment.of(
            Map.of(
                "TAG", "DefaultDataLoader",
                "IMG_SIZE", Arrays.asList(null, null, 1),
                "CATEGORIES", List.of(0, 1, 2, 3, 4, 5, 6, 7),
                "LOSS", List.of("dice", "sigmoid"),
                "TEST_METRICS", List.of("DSC"),
                "TEST_BATCH_SIZE", 2),
            Parity.NONE);
    Dataset dataset =
        new Dataset(
            "fuzz", folder.toString(), "volumes", List.of(), null, "SemSegEvaluator", Map.of());
    EvaluationRun run =
        new EvaluationRun(
            spark,
            new EvaluationRecipe(experiment, dataset, new HashModel(), "hash"),
            RunSettings.of(8, ScanSplit.NEVER),
            unused -> {});
    return CompletableFuture.supplyAsync(() -> run.run(scans))
        .get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void damagedFilesGiveRightScoresOrWords() throws Exception {
    FuzzScans fuzz = new FuzzScans(folder, SEED);
    fuzz.write(FILES);
    Map<String, ScanScores> scores = new HashMap<>();
    Map<String, ScanFailure> failures = new HashMap<>();
    long files = 0;
    for (int from = 0; from < fuzz.scans().size(); from += AT_ONCE) {
      List<Scan> some = fuzz.scans().subList(from, Math.min(from + AT_ONCE, fuzz.scans().size()));
      EvaluationResult result = run(some);
      assertThat(result.scores().size() + result.failures().size()).isEqualTo(some.size());
      result.scores().forEach(scan -> scores.put(scan.scanId(), scan));
      result.failures().forEach(failure -> failures.put(failure.scanId(), failure));
      // The first run opens what stays open: jars, pipes.
      files = from == 0 ? openFiles() : files;
    }

    assertThat(openFiles()).as("open files").isLessThanOrEqualTo(files + 2);
    fuzz.refusals()
        .forEach(
            words ->
                assertThat(words)
                    .startsWith("Cannot list dataset fuzz: ")
                    .doesNotContain("memory"));
    assertThat(
            fuzz.scans().stream()
                .filter(scan -> failures.containsKey(scan.scanId()))
                .map(scan -> unusable(scan, failures.get(scan.scanId()).message()))
                .filter(message -> message != null))
        .isEmpty();
    System.out.printf(
        "%d damaged files, seed %d: %d scans evaluated, %d failed, %d files not listed;"
            + " the slowest took %.1f s%n",
        FILES,
        SEED,
        scores.size(),
        failures.size(),
        fuzz.refusals().size(),
        scores.values().stream().mapToDouble(ScanScores::seconds).max().orElse(0));
    assertThat(scores.size()).isGreaterThan(FILES / 20);
    compareWithH5py(fuzz, scores);
  }

  /** The message, if it does not begin as it should, or names not enough, or tells of memory. */
  private static String unusable(Scan scan, String message) {
    String file = scan.source().location();
    String stem = file.substring(file.lastIndexOf('/') + 1).replaceAll("(_\\*\\.im|\\.h5)$", "");
    boolean usable =
        message.startsWith("Cannot ")
            && message.contains(scan.scanId())
            && message.contains(stem)
            && !message.contains("not enough memory")
            && !message.contains("\n");
    return usable ? null : message;
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static void compareWithH5py(FuzzScans fuzz, Map<String, ScanScores> scores)
      throws Exception {
    if (!H5py.isThere()) {
      return;
    }
    List<Scan> evaluated =
        fuzz.scans().stream().filter(scan -> scores.containsKey(scan.scanId())).toList();
    List<String> lines = new ArrayList<>();
    for (Scan scan : evaluated) {
      lines.add(fuzz.line(scan));
    }
    evaluated.stream().map(fuzz::seedLine).filter(Objects::nonNull).distinct().forEach(lines::add);
    Map<String, List<ClassCounts>> read = H5py.read(folder, lines);
    Map<String, String> wrong = new LinkedHashMap<>();
    int asBefore = 0;
    for (Scan scan : evaluated) {
      List<ClassCounts> counts = scores.get(scan.scanId()).counts();
      List<ClassCounts> expected = read.get(fuzz.line(scan));
      List<ClassCounts> before = read.get(fuzz.seedLine(scan));
      if (fuzz.seedLine(scan) != null) {
        assertThat(before).as("seed of %s", scan.scanId()).isNotNull();
      }
      asBefore += counts.equals(before) ? 1 : 0;
      if (!counts.equals(expected) && !counts.equals(before)) {
        wrong.put(fuzz.line(scan), "h5py: " + expected + " ours: " + counts + " before: " + before);
      }
    }
    System.out.printf(
        "Compared with h5py: %d scans, %d of them as without the damage%n",
        evaluated.size(), asBefore);
    assertThat(wrong).isEmpty();
  }
}
