package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.RealScans;
import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves on real scans, in both layouts, that the job segments and scores as Python does: mean Dice
 * of each class is what a working model reaches, and {@code tools/check_hippocampus.py}, which uses
 * nothing of the project, finds the same probabilities, labels and scores. Exports are read back by
 * h5py and nibabel ({@code tools/check_export.py}).
 */
class HippocampusIT {
  private static final Path DATA = RealScans.root();
  private static final Path MODEL = Phantoms.model("hippocampus_unet2d");

  /** Mean Dice of the anterior and the posterior class over the 24 volumes, as Python finds it. */
  private static final double[] DICE_OF_VOLUMES = {0.888114, 0.869370};

  /** The same over the 6 scans that are there slice by slice. */
  private static final double[] DICE_OF_SLICES = {0.895779, 0.881757};

  /** What the catalog says of where the scans lie: their spacing, not their orientation. */
  private static final String UNKNOWN = "spacing: [1, 1, 1]";

  @TempDir Path folder;

  @BeforeAll
  static void needsData() {
    RealScans.assume("hippocampus/test");
  }

  @Test
  void volumes() throws IOException {
    check(
        "hippocampus_unet2d.yaml", "volumes", DATA.resolve("hippocampus/test/3d"), DICE_OF_VOLUMES);
  }

  @Test
  void slices() throws IOException {
    check(
        "hippocampus_unet2d_slices.yaml",
        "slices",
        DATA.resolve("hippocampus/test/2d"),
        DICE_OF_SLICES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spacing: [1, 1, 1]",
        "affine: [[0, 0, 1.5, -90.5], [0, -0.75, 0, 126], [-2, 0, 0, -72.25], [0, 0, 0, 1]]"
      })
  void exportsAreReadBack(String geometry) throws IOException {
    PythonProgram.assume("h5py, nibabel, numpy");
    Path home = JobRunner.home();
    Path experiment = home.resolve("conf/experiments/hippocampus_unet2d.yaml");
    String catalog = Files.readString(home.resolve("conf/datasets.yaml"));
    assertThat(catalog).contains(UNKNOWN);
    Path turned =
        Files.writeString(folder.resolve("datasets.yaml"), catalog.replace(UNKNOWN, geometry));
    Path output = folder.resolve("out");
    JobRunner.local()
        .run(
            List.of(
                "export",
                "--config-file=" + experiment,
                "--datasets=" + turned,
                "--dataset-root=" + DATA,
                "--output=" + output,
                "--write=pred,nifti",
                "--probs=float"))
        .fine();

    Path expected = Files.createDirectory(folder.resolve("expected"));
    new PredictionDump(experiment, turned, DATA, MODEL).write(expected);
    TestProcess.Result checked =
        PythonProgram.run(
            home.resolve("tools/check_export.py").toString(),
            expected.toString(),
            output.toString(),
            "--nifti-probs");
    assertThat(checked.output()).isEqualToIgnoringNewLines("24 scans, 72 files agree");
    assertThat(checked.code()).isZero();
  }

  private void check(String experimentName, String layout, Path scans, double[] meanDice)
      throws IOException {
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
    assertDice(new Results(output), meanDice);

    PythonProgram.assume("h5py, numpy, scipy, tensorflow");
    Path predictions = Files.createDirectory(folder.resolve("predictions"));
    new PredictionDump(experiment, catalog, DATA, MODEL).write(predictions);
    TestProcess.Result checked =
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

  private static void assertDice(Results results, double[] expected) {
    List<double[]> dice =
        results.metrics().entrySet().stream()
            .filter(row -> row.getKey().endsWith(" DSC"))
            .map(row -> row.getValue())
            .toList();
    assertThat(dice).isNotEmpty();
    for (int c = 0; c < 2; c++) {
      int category = c;
      double mean = dice.stream().mapToDouble(d -> d[category]).average().orElseThrow();
      assertThat(mean).as("mean Dice of class %d", c).isCloseTo(expected[c], within(1e-4));
    }
  }
}
