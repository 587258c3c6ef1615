package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evaluate job over a small dataset of layout skm-tea. Its images are those of a dataset of
 * volumes, scaled by a power of two that its statistics undo exactly, so both score the same.
 */
class SkmTeaEvaluateIT {
  private static final Shape SHAPE = Shape.of(64, 64, 8);
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "medseg.home", home().toString());
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
        - {name: tea-broken, like: tea, root: annotations/broken.json}
        - {name: tea-t2, like: tea, root: annotations/test.json, evaluator: QDESSEvaluator}
      """;
  private static final String EXPERIMENT =
      """
      MODEL_NAME: "UNet2D"
      TAG: "qDESSDataLoader"
      IMG_SIZE: (64, 64, 1)
      CATEGORIES: (0, (1, 2), 3)
      LOSS: ("dice", "sigmoid")
      TEST_DATASET: "tea"
      TEST_METRICS: ["DSC", "VOE", "CV", "ASSD"]
      TEST_BATCH_SIZE: 3
      TEST_WEIGHT_PATH: "%s"
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Path home() {
    return Path.of("").toAbsolutePath();
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("catalog.yaml"), CATALOG);
    Files.writeString(
        folder.resolve("experiment.yaml"),
        EXPERIMENT.formatted(home().resolve("conf/models/phantom_unet2d")));
    Configuration hadoop = new Configuration();
    for (int scan = 1; scan <= 3; scan++) {
      Phantom phantom = Phantom.draw(scan, 64, 64, 8);
      new ScanFileWriter(hadoop)
          .writeVolume(path("volumes"), id(scan), phantom.image(), phantom.masks());
      tea(phantom).write(path("files/" + id(scan) + ".h5"), hadoop);
    }
    Files.createDirectories(folder.resolve("annotations"));
    Files.writeString(
        folder.resolve("annotations/test.json"),
        annotations(List.of(image(1, 8), image(2, 8), image(3, 8))));
    Files.writeString(
        folder.resolve("annotations/broken.json"),
        annotations(List.of(image(1, 8), image(2, 10), image(4, 8))));
  }

  private static Hdf5Writer tea(Phantom phantom) {
    Volume image = phantom.image();
    MaskVolume masks = phantom.masks();
    float[] rms = new float[Math.toIntExact(SHAPE.elements())];
    byte[] seg = new byte[rms.length * masks.classes()];
    for (int i = 0; i < rms.length; i++) {
      int h = i / 512;
      int w = i / 8 % 64;
      rms[i] = image.get(h, w, i % 8) * 0.25f;
      for (int c = 0; c < masks.classes(); c++) {
        seg[i * masks.classes() + c] = (byte) (masks.get(h, w, i % 8, c) ? 1 : 0);
      }
    }
    return new Hdf5Writer()
        .floats("rms", SHAPE, rms)
        .bytes("seg", SHAPE.append(masks.classes()), seg)
        .number("stats/rms/mean", 0)
        .number("stats/rms/std", 0.25);
  }

  private static String id(int scan) {
    return String.format(Locale.ROOT, "%07d_V00", scan);
  }

  private static String image(int scan, int depth) {
    return """
        {"file_name": "%s.h5", "scan_id": "%s", "subject_id": %d,
         "voxel_spacing": [0.5, 0.5, 1.5], "matrix_shape": [64, 64, %d]}
        """
        .formatted(id(scan), id(scan), scan, depth);
  }

  private static String annotations(List<String> images) {
    return "{\"images\": [" + String.join(",", images) + "]}";
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toString());
  }

  private int evaluate(String output, String dataset, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--config-file=" + folder.resolve("experiment.yaml"),
                "--datasets=" + folder.resolve("catalog.yaml"),
                "--dataset=" + dataset,
                "--output=" + folder.resolve(output)));
    arguments.addAll(List.of(settings));
    Map<String, String> before =
        SPARK.keySet().stream()
            .collect(Collectors.toMap(key -> key, key -> System.getProperty(key, "")));
    SPARK.forEach(System::setProperty);
    try {
      return MedsegSpark.run(
          new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
    } finally {
      before.forEach(
          (key, value) -> {
            if (value.isEmpty()) {
              System.clearProperty(key);
            } else {
              System.setProperty(key, value);
            }
          });
    }
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void scoresWhatVolumesScore() throws IOException {
    assertThat(evaluate("tea", "tea")).as("%s%s", out, err).isZero();
    assertThat(evaluate("plain", "volumes", "TAG", "PatchDataLoader"))
        .as("%s%s", out, err)
        .isZero();

    String metrics = read("tea/metrics.csv");
    assertThat(metrics).isEqualTo(read("plain/metrics.csv"));
    for (String row : metrics.lines().filter(line -> line.contains(",DSC")).toList()) {
      assertThat(Double.parseDouble(row.split(",")[2])).as(row).isGreaterThan(0.9);
    }
    assertThat(metrics.lines().filter(line -> line.contains(",DSC"))).hasSize(3);
  }

  @Test
  void failsTheScansThatAreBroken() throws IOException {
    assertThat(evaluate("broken", "tea-broken")).isEqualTo(MedsegSpark.SCANS_FAILED);

    assertThat(read("broken/failures.csv"))
        .contains("0000002_V00,plan,")
        .contains("0000002_V00.h5 is 64x64x8, but the annotation file says 64x64x10 (matrix_shape)")
        .contains("0000004_V00,plan,")
        .contains("0000004_V00.h5: it does not exist");
    assertThat(read("broken/metrics.csv")).contains("0000001_V00,DSC").doesNotContain("0000002");
  }

  @Test
  void refusesWhatCannotBeScored() {
    assertThat(evaluate("none", "tea", "TAG", "qDESSImageDataLoader"))
        .isEqualTo(MedsegSpark.BAD_INPUT);
    assertThat(evaluate("none", "tea-t2")).isEqualTo(MedsegSpark.BAD_INPUT);

    assertThat(err.toString().lines())
        .containsExactly(
            "Cannot evaluate with qDESSImageDataLoader (TAG): it loads images without masks, so"
                + " there is no truth to compare with; qDESSDataLoader loads both",
            "Invalid evaluator: QDESSEvaluator: its T2 relaxation times and tissue volumes are not"
                + " supported; SemSegEvaluator gives the scores of the segmentation (TEST_METRICS)");
    assertThat(folder.resolve("none")).doesNotExist();
  }
}
