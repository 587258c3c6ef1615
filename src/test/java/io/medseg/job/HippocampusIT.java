package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves on real scans, in both layouts, that the job segments and scores as Python does: mean Dice
 * of each class is what a working model reaches, and {@code tools/check_hippocampus.py}, which uses
 * nothing of the project, finds the same probabilities, labels and scores.
 */
class HippocampusIT {
  private static final Path DATA = Path.of(System.getProperty("data.dir", ""));
  private static final Path MODEL = Phantoms.model("hippocampus_unet2d");
  private static final double DICE = 0.80;

  @TempDir Path folder;

  @BeforeAll
  static void needsData() {
    Path scans = DATA.resolve("hippocampus/test");
    assumeTrue(Files.isDirectory(scans), "there is no folder " + scans + " (data.dir)");
  }

  @Test
  void volumes() throws IOException {
    check("hippocampus_unet2d.yaml", "volumes", DATA.resolve("hippocampus/test/3d"));
  }

  @Test
  void slices() throws IOException {
    check("hippocampus_unet2d_slices.yaml", "slices", DATA.resolve("hippocampus/test/2d"));
  }

  private void check(String experimentName, String layout, Path scans) throws IOException {
    Path experiment = JobRunner.home().resolve("conf/experiments").resolve(experimentName);
    Path catalog = JobRunner.home().resolve("conf/datasets.yaml");
    Path output = folder.resolve("out");
    JobRunner.local()
        .run(
            List.of(
                "evaluate",
                "--config-file=" + experiment,
                "--datasets=" + catalog,
                "--dataset-root=" + DATA,
                "--output=" + output))
        .fine();
    assertDice(new Results(output));

    PythonProgram.assume("h5py, numpy, scipy, tensorflow");
    Path predictions = Files.createDirectory(folder.resolve("predictions"));
    new PredictionDump(experiment, catalog, DATA, MODEL).write(predictions);
    PythonProgram.Result checked =
        PythonProgram.run(
            JobRunner.home().resolve("tools/check_hippocampus.py").toString(),
            "--data=" + scans,
            "--layout=" + layout,
            "--model=" + MODEL,
            "--run=" + output,
            "--predictions=" + predictions);
    assertThat(checked.code()).as(checked.output()).isZero();
    assertThat(checked.output()).contains("The run agrees with Python.");
  }

  private static void assertDice(Results results) {
    List<double[]> dice =
        results.metrics().entrySet().stream()
            .filter(row -> row.getKey().endsWith(" DSC"))
            .map(row -> row.getValue())
            .toList();
    assertThat(dice).isNotEmpty();
    for (int c = 0; c < 2; c++) {
      int category = c;
      double mean = dice.stream().mapToDouble(d -> d[category]).average().orElseThrow();
      assertThat(mean).as("mean Dice of class %d", c).isBetween(DICE, 1.0);
    }
  }
}
