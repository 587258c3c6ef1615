package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evaluate job over a small dataset of layout skm-tea. Its images are those of a dataset of
 * volumes, scaled by a power of two that its statistics undo exactly, so both score the same.
 */
class SkmTeaEvaluateIT {
  private static final String CATALOG =
      """
      datasets:
        - name: volumes
          root: volumes
          layout: volumes
          spacing: [0.5, 0.5, 1.5]
          categories:
            - {id: 0, name: femoral cartilage, abbreviation: fc}
            - {id: [1, 2], name: tibial cartilage, abbreviation: tc}
            - {id: 3, name: meniscus, abbreviation: men}
        - {name: tea, like: volumes, root: annotations/test.json, layout: skm-tea, files: files, spacing: [9, 9, 9]}
        - {name: broken, like: tea, root: annotations/broken.json}
        - {name: t2, like: tea, root: annotations/test.json, evaluator: QDESSEvaluator}
      """;
  @TempDir private Path folder;
  private Phantoms phantoms;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(1, 2, 3);
    for (int scan = 1; scan <= 3; scan++) {
      phantoms.hdf5(
          "files/" + Phantoms.id(scan) + ".h5",
          TeaFiles.of(Phantoms.draw(scan), Map.of("rms", 0.25f)));
    }
    phantoms.write("catalog.yaml", CATALOG);
    phantoms.write(
        "annotations/test.json",
        TeaFiles.annotations(TeaFiles.image(1, 8), TeaFiles.image(2, 8), TeaFiles.image(3, 8)));
    phantoms.write(
        "annotations/broken.json",
        TeaFiles.annotations(TeaFiles.image(1, 8), TeaFiles.image(2, 10), TeaFiles.image(4, 8)));
  }

  private JobRunner.Result evaluate(String output, String dataset, String tag) {
    return JobRunner.local().run(phantoms.evaluate(output, "--dataset=" + dataset, "TAG", tag));
  }

  private Results results(String output) {
    return new Results(phantoms.path(output));
  }

  @Test
  void scoresWhatVolumesScore() {
    evaluate("tea", "tea", "qDESSDataLoader").fine();
    evaluate("plain", "volumes", "PatchDataLoader").fine();

    assertThat(results("tea").text("metrics.csv")).isEqualTo(results("plain").text("metrics.csv"));
    Map<String, double[]> metrics = results("tea").metrics();
    for (int scan = 1; scan <= 3; scan++) {
      for (double dice : metrics.get(Phantoms.id(scan) + " DSC")) {
        assertThat(dice).isBetween(0.9, 1.0);
      }
    }
  }

  @Test
  void failsTheScansThatAreBroken() {
    assertThat(evaluate("broken", "broken", "qDESSDataLoader").code())
        .isEqualTo(MedsegSpark.SCANS_FAILED);

    String start = "Cannot read scan %s: ";
    String file = phantoms.path("files") + "/%s.h5";
    assertThat(results("broken").failures())
        .isEqualTo(
            Map.of(
                Phantoms.id(2),
                List.of(
                    "PLAN",
                    (start + "image rms of file:" + file).formatted(Phantoms.id(2), Phantoms.id(2))
                        + " is 64x64x8, but the annotation file says 64x64x10 (matrix_shape)"),
                Phantoms.id(4),
                List.of(
                    "PLAN",
                    (start + "cannot open HDF5 file file:" + file)
                            .formatted(Phantoms.id(4), Phantoms.id(4))
                        + ": it does not exist")));
    assertThat(results("broken").metrics()).containsKey(Phantoms.id(1) + " DSC");
  }

  @Test
  void refusesWhatCannotBeScored() {
    assertThat(evaluate("none", "tea", "qDESSImageDataLoader").refusal())
        .isEqualTo(
            "Cannot evaluate with qDESSImageDataLoader (TAG): it loads images without masks, so"
                + " there is no truth to compare with; qDESSDataLoader loads both");
    assertThat(evaluate("none", "t2", "qDESSDataLoader").refusal())
        .isEqualTo(
            "Invalid evaluator: QDESSEvaluator: its T2 relaxation times and tissue volumes are not"
                + " supported; SemSegEvaluator gives the scores of the segmentation (TEST_METRICS)");
    assertThat(evaluate("none", "volumes", "qDESSDataLoader").refusal())
        .isEqualTo(
            "Cannot batch scan %s: qDESSDataLoader takes scans of layout skm-tea, which are normalised by the statistics in their files, not file:%s/%s.h5; PatchDataLoader takes volumes as they are"
                .formatted(Phantoms.id(1), phantoms.path("volumes"), Phantoms.id(1)));
    assertThat(phantoms.path("none")).doesNotExist();
  }
}
