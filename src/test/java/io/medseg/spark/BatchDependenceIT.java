package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanScores;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a transform that looks across the batch gives the same scores for any number of
 * partitions, slots and parts: batches are the windows of a scan in order, TEST_BATCH_SIZE at a
 * time. The model depends on every bit of its input.
 */
class BatchDependenceIT {
  private static final int SLICES = 37;

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  private List<Scan> scans() throws Exception {
    ScanFileWriter writer = new ScanFileWriter(new Configuration());
    Random random = new Random(7);
    for (int scan = 1; scan <= 2; scan++) {
      int depth = scan == 1 ? SLICES : 3;
      Volume image = Volume.zeros(6, 5, depth);
      MaskVolume masks = MaskVolume.empty(6, 5, depth, HashModel.CLASSES);
      for (int d = 0; d < depth; d++) {
        for (int i = 0; i < 30; i++) {
          image.plane(d)[i] = (float) (random.nextGaussian() * (1 + d));
          masks.set(i / 5, i % 5, d, random.nextInt(HashModel.CLASSES));
        }
      }
      String id = "%07d_V00".formatted(scan);
      writer.writeVolume(new org.apache.hadoop.fs.Path(folder.toString()), id, image, masks);
    }
    return Layouts.of("volumes").scans(dataset(), FileSystem.getLocal(new Configuration()));
  }

  private Dataset dataset() {
    return new Dataset(
        "noise", folder.toString(), "volumes", List.of(), null, "SemSegEvaluator", Map.of());
  }

  private String scores(
      JavaSparkContext spark, RunSettings settings, int batchSize, Map<String, Object> transform)
      throws Exception {
    Map<String, Object> values =
        new TreeMap<>(
            Map.of(
                "TAG", "DefaultDataLoader",
                "IMG_SIZE", Arrays.asList(null, null, 1),
                "CATEGORIES", List.of(0, 1, 2, 3, 4, 5, 6, 7),
                "TEST_METRICS", List.of("DSC"),
                "TEST_BATCH_SIZE", batchSize,
                "PREPROCESSING", List.of("ZeroMeanNormalization"),
                "PREPROCESSING_ARGS", List.of(transform)));
    EvaluationRecipe recipe =
        new EvaluationRecipe(
            Experiment.of(values, Parity.NONE), dataset(), new HashModel(), "hash");
    List<ScanScores> scores =
        new EvaluationRun(spark, recipe, settings, lines::add).run(scans()).scores();
    assertThat(scores).hasSize(2);
    StringBuilder text = new StringBuilder();
    scores.forEach(scan -> text.append(scan.scanId()).append(scan.counts()).append('\n'));
    return text.toString();
  }

  private static JavaSparkContext local(int slots) {
    return new JavaSparkContext(
        new SparkConf(false)
            .setMaster("local[" + slots + "]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @Test
  void scoresDoNotDependOnSlotsPartitionsOrParts() throws Exception {
    Map<String, Object> across = Map.of("axis", List.of(0, 1, 2, 3));
    Set<String> seen = new TreeSet<>();
    String others;
    try (JavaSparkContext one = local(1)) {
      seen.add(scores(one, RunSettings.of(0, ScanSplit.AUTO), 4, across));
      others = scores(one, RunSettings.of(0, ScanSplit.AUTO), 8, across);
    }
    try (JavaSparkContext many = local(16)) {
      seen.add(scores(many, RunSettings.of(0, ScanSplit.AUTO), 4, across));
      seen.add(scores(many, RunSettings.of(3, new ScanSplit(5)), 4, across));
      seen.add(scores(many, RunSettings.of(1, ScanSplit.NEVER), 4, across));
      assertThat(seen).hasSize(1);
      // The model sees other values where other windows share a batch: this can fail.
      assertThat(seen).doesNotContain(others);

      assertThat(lines).filteredOn(line -> line.startsWith("Results depend")).hasSize(5);
      assertThat(lines.get(0))
          .isEqualTo(
              "Results depend on TEST_BATCH_SIZE, 4: batches are the windows of a scan in order, and no scan is cut into parts (Cannot preprocess elements one by one: ZeroMeanNormalization works along the first axis of a batch or does not say that it does not (isElementwise), so each would depend on the others)");
      lines.clear();
      Map<String, Object> within = Map.of("axis", List.of(1, 2, 3));
      assertThat(scores(many, RunSettings.of(0, ScanSplit.AUTO), 4, within))
          .isEqualTo(scores(many, RunSettings.of(1, ScanSplit.NEVER), 8, within));
      assertThat(lines).noneMatch(line -> line.startsWith("Results depend"));
    }
  }
}
