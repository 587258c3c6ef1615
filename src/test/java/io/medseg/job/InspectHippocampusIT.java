package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.RealScans;
import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves on real scans, in both layouts, that what the job counts and measures is what numpy does
 * ({@code tools/check_inspection.py}), and that train and test have no subject in common.
 */
class InspectHippocampusIT {
  private static final Path DATA = RealScans.root();

  @TempDir Path folder;

  @BeforeAll
  static void needsData() {
    RealScans.assume("hippocampus/train");
  }

  private JobRunner.Result inspect(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "inspect",
                "--datasets=" + JobRunner.home().resolve("conf/datasets.yaml"),
                "--dataset-root=" + DATA,
                "--output=" + folder));
    arguments.addAll(List.of(more));
    return JobRunner.local().run(arguments);
  }

  @Test
  void numbersAreThoseOfNumpy() throws IOException {
    PythonProgram.assume("h5py, numpy");
    inspect().fine();

    TestProcess.Result checked =
        PythonProgram.run(
            JobRunner.home().resolve("tools/check_inspection.py").toString(),
            folder.resolve("inspection.json").toString());

    assertThat(checked.output().strip()).isEqualTo("150 scans, 0 differences");
    assertThat(checked.code()).isZero();
  }

  @Test
  void trainAndTestShareNoSubject() {
    JobRunner.Result apart =
        inspect(
                "--dataset=hippocampus_train,hippocampus_test_3d",
                "--config-file="
                    + JobRunner.home().resolve("conf/experiments/hippocampus_unet2d.yaml"),
                "--strict")
            .fine();
    assertThat(apart.out()).contains("Scans: 144, in datasets: 2. Errors: 0, warnings: 0.");

    JobRunner.Result same = inspect("--dataset=hippocampus_test_2d,hippocampus_test_3d");
    assertThat(same.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(same.out())
        .contains("error shared-subject: Datasets hippocampus_test_2d and hippocampus_test_3d");
  }
}
