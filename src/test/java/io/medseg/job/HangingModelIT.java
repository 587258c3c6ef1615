package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves, with a TensorFlow model that never returns from some scans, that the others have the
 * values that they have without those.
 */
class HangingModelIT {
  private static final String MODEL =
      """
      import sys
      import tensorflow as tf

      class Model(tf.Module):
          @tf.function(input_signature=[tf.TensorSpec((None, 4, 4, 1), tf.float32, name="image")])
          def run(self, image):
              first = tf.reduce_max(image)
              n = tf.while_loop(lambda i: first > 50.0, lambda i: (i + 1.0,), (tf.constant(0.0),))[0]
              return {"mask": tf.clip_by_value(image, 0.1, 0.9) + 0.0 * n}

      model = Model()
      tf.saved_model.save(model, sys.argv[1], signatures={"serving_default": model.run})
      """;

  private static final String CATALOG =
      """
      datasets:
        - name: squares
          root: %s
          layout: volumes
          spacing: [1, 1, 1]
          categories:
            - {id: 0, name: one, abbreviation: o, color: [220, 20, 60]}
      """;

  private static final String EXPERIMENT =
      """
      TAG: DefaultDataLoader
      IMG_SIZE: [4, 4, 1]
      CATEGORIES: [0]
      LOSS: [dice, sigmoid]
      TEST_METRICS: [DSC]
      TEST_BATCH_SIZE: 2
      TEST_DATASET: [squares]
      """;

  @TempDir Path folder;

  private static String id(int scan) {
    return "%07d_V00".formatted(scan);
  }

  /** Scans with different scores; a model never returns from those of {@code hanging}. */
  private void writeScans(String name, List<Integer> kept, List<Integer> hanging) throws Exception {
    ScanFileWriter writer = new ScanFileWriter(new Configuration());
    for (int scan : kept) {
      Volume image = Volume.zeros(4, 4, 4);
      MaskVolume masks = MaskVolume.empty(4, 4, 4, 1);
      for (int d = 0; d < 4; d++) {
        for (int i = 8; i < 16; i++) {
          image.plane(d)[i] = 1;
          if (i >= 8 + scan % 7) {
            masks.set(i / 4, i % 4, d, 0);
          }
        }
      }
      if (hanging.contains(scan)) {
        image.plane(0)[0] = 100;
      }
      writer.writeVolume(
          new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), id(scan), image, masks);
    }
    Files.writeString(folder.resolve(name + ".yaml"), CATALOG.formatted(folder.resolve(name)));
    Files.writeString(folder.resolve("experiment.yaml"), EXPERIMENT);
  }

  private void writeModel() throws Exception {
    PythonProgram.assume("tensorflow");
    TestProcess.Result made = PythonProgram.run("-c", MODEL, folder.resolve("model").toString());
    assertThat(made.code()).as(made.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]"})
  void scansAfterThoseThatHangHaveTheirValues(String master) throws Exception {
    writeModel();
    writeScans("good", List.of(1, 5, 6), List.of());
    writeScans("all", List.of(1, 2, 3, 4, 5, 6), List.of(2, 3, 4));

    assertThat(evaluate("good", master).code()).isZero();
    TestProcess.Result ended = evaluate("all", master);

    assertThat(ended.output()).contains("3 scans evaluated, 3 failed");
    Results good = new Results(folder.resolve("good-out"));
    Results all = new Results(folder.resolve("all-out"));
    assertThat(good.text("metrics.csv").lines().distinct()).hasSize(4);
    assertThat(all.text("metrics.csv")).isEqualTo(good.text("metrics.csv"));
    assertThat(all.text("failures.csv").lines().skip(1))
        .hasSize(3)
        .allMatch(line -> line.contains("it took longer than 10s"));
  }

  /** In a process of its own: nothing else ends the threads that do not return. */
  private TestProcess.Result evaluate(String dataset, String master) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    for (String opened : List.of("java.lang", "java.nio", "sun.nio.ch", "java.util")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add("--add-opens=java.base/java.lang.invoke=ALL-UNNAMED");
    command.add("-Dspark.master=" + master);
    command.add("-Dspark.ui.enabled=false");
    command.add("-Dspark.driver.host=127.0.0.1");
    command.add("-Dspark.driver.bindAddress=127.0.0.1");
    command.add("-Dmedseg.natives.jar=" + System.getProperty("medseg.natives.jar"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), MedsegSpark.class.getName()));
    command.addAll(
        List.of(
            "evaluate",
            "--config-file=" + folder.resolve("experiment.yaml"),
            "--datasets=" + folder.resolve(dataset + ".yaml"),
            "--dataset-root=" + folder,
            "--model=" + folder.resolve("model"),
            "--output=" + folder.resolve(dataset + "-out"),
            "--partitions=2",
            "--scan-timeout=10s"));
    return TestProcess.run(new ProcessBuilder(command));
  }
}
