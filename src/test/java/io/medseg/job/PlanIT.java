package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that {@code --plan} tells windows, memory and whether scans fit, and writes nothing. */
class PlanIT {
  @TempDir Path folder;

  private Phantoms phantoms;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(1, 2);
  }

  private JobRunner.Result plan(String... more) {
    List<String> arguments = new ArrayList<>(phantoms.evaluate("nowhere", more));
    arguments.removeIf(argument -> argument.startsWith("--output"));
    arguments.add(1, "--plan");
    return JobRunner.local().run(arguments);
  }

  @Test
  void tellsWindowsAndMemoryOfEveryScan() throws IOException {
    JobRunner.Result planned = plan().fine();

    // 8 slices in batches of 3. Most is held while a scan is read: image, 4 bit sets, the file
    // (small
    // ones are read at once) and the block of it that is being decoded, here all of an array. While
    // it is used: image, 4 + 2 x 3 + 2 bit sets, a batch of x, raw x and 3 classes.
    int voxels = Phantoms.SIZE * Phantoms.SIZE * Phantoms.DEPTH;
    int batch = 4 * 3 * Phantoms.SIZE * Phantoms.SIZE * (1 + 1 + 3);
    long file = Files.size(folder.resolve("volumes/0000001_V00.h5"));
    long reading = 4 * voxels + 4 * voxels / 8 + file + 4 * voxels;
    assertThat(reading).isGreaterThan(4 * voxels + 12 * voxels / 8 + batch);
    String memory = "%.1f MB".formatted(reading / 1e6);
    assertThat(planned.out().lines())
        .anyMatch(
            line ->
                line.matches(
                    "\\| scan +\\| +shape \\| windows \\| batches \\| +memory \\| fits \\|"))
        .anyMatch(
            line ->
                line.matches(
                    "\\| 0000001_V00 \\| \\S+ \\| +8 \\| +3 \\| +" + memory + " \\| yes +\\|"))
        .anyMatch(line -> line.startsWith("2 scans, 16 windows; "));
    assertThat(Files.exists(folder.resolve("nowhere"))).isFalse();
  }

  @Test
  void windowsAreThoseOfTheGrid() {
    assertThat(plan("IMG_SIZE", "(64, 64, 1)", "IMG_STRIDE", "(64, 64, 1)").fine().out())
        .contains("2 scans, 16 windows");
  }

  @Test
  void namesScansThatCannotBeEvaluated() {
    phantoms.write("volumes/0000009_V00.h5", "no HDF5");

    JobRunner.Result planned = plan();

    assertThat(planned.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(planned.out()).contains("1 scans cannot be evaluated:", "0000009_V00.h5");
  }

  @Test
  void outputIsOnlyMissedWhereItIsNeeded() {
    List<String> arguments = new ArrayList<>(phantoms.evaluate("nowhere"));
    arguments.removeIf(argument -> argument.startsWith("--output"));

    assertThat(JobRunner.local().run(arguments).refusal())
        .isEqualTo(
            "Invalid arguments: Missing required option: '--output=DIR'; see jobs/submit.sh evaluate --help");
  }
}
