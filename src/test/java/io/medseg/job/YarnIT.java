package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that YARN's final status in cluster mode is that of the job, and that a job is attempted
 * once: submitted by the scripts to a real resource manager on loopback, the driver in a container.
 */
class YarnIT {
  @TempDir static Path folder;

  private static MiniYarn yarn;
  private static Phantoms phantoms;

  @BeforeAll
  static void startYarn() throws Exception {
    BuiltJar.assume();
    yarn = MiniYarn.start(folder);
    phantoms = Phantoms.in(folder).volumes(1, 2);
  }

  @AfterAll
  static void stopYarn() {
    if (yarn != null) {
      yarn.close();
    }
  }

  /** Small containers that find Spark's jars where they lie. */
  private static ScriptRun submit(String script, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(script));
    if (script.equals("yarn-submit.sh")) {
      command.add(arguments.get(0));
    }
    command.addAll(
        List.of(
            "--num-executors=1",
            // The page needs a jar of YARN's that only distributions have.
            "--conf=spark.ui.enabled=false",
            "--driver-memory=1g",
            "--executor-memory=1g",
            "--conf=spark.executor.memoryOverhead=1g",
            "--conf=spark.yarn.jars=local:" + folder.resolve("spark/jars") + "/*",
            "--conf=spark.yarn.appMasterEnv.SPARK_LOCAL_HOSTNAME=localhost"));
    command.addAll(options);
    command.add("--");
    command.addAll(arguments.subList(1, arguments.size()));
    return yarn.script(command.toArray(String[]::new));
  }

  @Test
  void aFinishedJobSucceedsAtItsFirstAttempt() throws Exception {
    try (ScriptRun run = submit("yarn-submit.sh", List.of(), phantoms.evaluate("fine"))) {
      int code = run.await();
      ApplicationReport last = yarn.last();
      assertThat(code).as(run.err() + yarn.logs(last)).isZero();
      assertThat(last.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
      assertThat(last.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(1);
      assertThat(yarn.logs(last)).contains("2 scans evaluated, 0 failed");
      assertThat(new Results(folder.resolve("fine")).metrics()).isNotEmpty();
    }
  }

  /** submit.sh alone sees to it that YARN does not try again. */
  @Test
  void aRefusedJobFailsOnceWithItsExitCode() throws Exception {
    List<String> options = List.of("--master", "yarn", "--deploy-mode", "cluster");
    List<String> arguments = phantoms.evaluate("refused", "--config-file=/no/experiment.yaml");

    try (ScriptRun run = submit("evaluate.sh", options, arguments)) {
      assertThat(run.await()).as(run.err()).isEqualTo(1);
    }

    ApplicationReport last = yarn.last();
    assertThat(last.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
    assertThat(last.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(1);
    assertThat(last.getDiagnostics())
        .contains(
            "medseg-spark ended with exit code 1, bad arguments or configuration: "
                + "Cannot read experiment /no/experiment.yaml: there is no such file");
  }

  @Test
  void aJobWithFailedScansFailsOnceWithItsExitCode() throws Exception {
    phantoms.write("volumes/0000003_V00.h5", "no HDF5");

    try (ScriptRun run = submit("yarn-submit.sh", List.of(), phantoms.evaluate("failed"))) {
      assertThat(run.await()).as(run.err()).isEqualTo(1);
    } finally {
      phantoms.delete("volumes/0000003_V00.h5");
    }

    ApplicationReport last = yarn.last();
    assertThat(last.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
    assertThat(last.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(1);
    assertThat(last.getDiagnostics())
        .contains("medseg-spark ended with exit code 2, some scans failed");
  }
}
