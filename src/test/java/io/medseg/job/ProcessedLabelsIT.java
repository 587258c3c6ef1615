package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** --postprocess and --tta through the whole job. */
class ProcessedLabelsIT {
  @TempDir static Path folder;

  private static Phantoms phantoms;
  private static Results plain;

  @BeforeAll
  static void run() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(2));
    plain = evaluate("plain");
  }

  private static Results evaluate(String output, String... more) {
    JobRunner.local().run(phantoms.evaluate(output, more)).fine();
    return new Results(folder.resolve(output));
  }

  private static String refusal(String option) {
    return JobRunner.local().run(phantoms.evaluate("refused", option)).refusal();
  }

  @Test
  void withoutThemTheManifestSaysSo() {
    assertThat(plain.json("run.json").at("/postprocessing")).isEmpty();
    assertThat(plain.json("run.json").at("/model/test_time_augmentation").asText())
        .isEqualTo("none");
  }

  /** No piece can be so large, so every voxel of the class goes, and only of that class. */
  @Test
  void stepsChangeTheClassesNamedBeforeTheyAreScored() {
    Results without = evaluate("steps", "--postprocess=fill-holes=fc,min-size=1000000,tc");

    assertThat(steps(without))
        .containsExactly("fill-holes:6=femoral cartilage", "min-size:26=1000000,tibial cartilage");
    for (int scan : Phantoms.upTo(2)) {
      double[] recall = without.metrics().get(Phantoms.id(scan) + " Recall");
      double[] before = plain.metrics().get(Phantoms.id(scan) + " Recall");
      assertThat(before[1]).isPositive();
      assertThat(recall[1]).isZero();
      assertThat(recall[2]).isEqualTo(before[2]);
    }
  }

  private static List<String> steps(Results results) {
    JsonNode steps = results.json("run.json").at("/postprocessing");
    return StreamSupport.stream(steps.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void theSameBitsForAnyPartitions() {
    String steps = "--postprocess=keep-largest,fill-holes";
    Results one = evaluate("one", "--tta=flips=W,H", steps, "--partitions=1");
    Results more = evaluate("more", "--tta=flips=H,W", steps, "--partitions=2");

    assertThat(one.json("run.json").at("/model/test_time_augmentation").asText())
        .isEqualTo("flips=H,W");
    assertThat(more.text("metrics.csv"))
        .isEqualTo(one.text("metrics.csv"))
        .isNotEqualTo(plain.text("metrics.csv"));
  }

  /** Phantoms are alike left and right, so a mean over both hits as well as one prediction. */
  @Test
  void flipsAlongASymmetricAxisKeepScoresGood() {
    Results flipped = evaluate("symmetric", "--tta=flips=W");

    assertThat(flipped.text("metrics.csv")).isNotEqualTo(plain.text("metrics.csv"));
    for (int scan : Phantoms.upTo(2)) {
      for (double dice : flipped.metrics().get(Phantoms.id(scan) + " DSC")) {
        assertThat(dice).isBetween(0.7, 1.0);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingRuns() {
    assertThat(refusal("--postprocess=keep-largest=patella"))
        .isEqualTo(
            "Invalid --postprocess: patella of keep-largest is neither a class (1 femoral"
                + " cartilage (fc), 2 tibial cartilage (tc), 3 meniscus (men)) nor a step"
                + " (keep-largest, fill-holes, min-size)");
    assertThat(refusal("--tta=flips=H,D"))
        .startsWith("Invalid --tta: flips=H,D: windows have no axis D to flip: model ")
        .endsWith("gives (any, any, any, 3)");
  }
}
