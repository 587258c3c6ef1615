package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the scripts in jobs/ run jobs from any folder with the Spark that Maven resolved: the
 * jar, its relocated classes and the native library work together, options before "--" reach Spark,
 * exit codes reach the shell, and results alone go to stdout.
 */
class SubmitScriptIT {
  private static final Path HOME = JobRunner.home();

  @TempDir Path folder;

  /** What a script printed and gave. */
  private record Result(int code, String out, String err) {}

  /** The scripts would build the jar; a build inside a build shall not happen. */
  @BeforeEach
  void needsTheJar() {
    BuiltJar.assume();
  }

  private Result run(String script, String... arguments) throws Exception {
    return run(Map.of(), script, arguments);
  }

  private Result run(Map<String, String> variables, String script, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of(HOME.resolve("jobs").resolve(script).toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // The Spark of whoever runs the tests is another matter.
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().putAll(variables);
    try (TestProcess process = TestProcess.start(builder)) {
      int code = process.await(() -> read(err));
      return new Result(code, read(out), read(err));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void withoutArgumentsTellsHowToUseIt() throws Exception {
    Result result = run("submit.sh");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("Usage: jobs/submit.sh JOB [Spark's options --] [the job's options]")
        .contains("Jobs: evaluate, export, preprocess, inspect, compare, demo, bench");
  }

  @Test
  void unknownJobListsTheJobs() throws Exception {
    Result result = run("submit.sh", "evaluat");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines())
        .contains(
            "Invalid arguments: evaluat is no job; did you mean evaluate? jobs are evaluate, export, preprocess, inspect, compare, demo, bench;"
                + " see jobs/submit.sh --help");
    assertThat(result.err()).doesNotContain("Exception");
  }

  @Test
  void helpTellsOptionsAndExitCodes() throws Exception {
    Result result = run("evaluate.sh", "--help");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("--config-file=FILE", "--datasets=FILE", "--output=DIR", "Exit codes: 0 fine");
  }

  @Test
  void badInputIsOneLineAndItsExitCode() throws Exception {
    Result result =
        run("evaluate.sh", "--config-file", "no.yaml", "--datasets", "no.yaml", "--output", "out");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .contains("Cannot read experiment no.yaml: there is no such file");
    assertThat(result.err()).doesNotContain("\tat ");
  }

  /** The model is loaded in a task, whose refusal is the job's. */
  @Test
  void missingNativeLibraryIsNamed() throws Exception {
    Result result =
        run(
            Map.of("MEDSEG_NATIVES_JAR", "/none.jar"),
            "demo.sh",
            "--master",
            "local[1]",
            "--",
            "--scans=1");

    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err().lines().reduce("", (before, last) -> last))
        .startsWith("Cannot load TensorFlow: ")
        .contains("/none.jar");
    assertThat(folder.resolve("demo/data/phantom/volumes")).isDirectory();
  }

  @Test
  void demoWithOptionsForSpark() throws Exception {
    Path output = folder.resolve("a demo");

    Result result =
        run("demo.sh", "--master", "local[1]", "--", "--output=" + output, "--scans", "2");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("femoral cartilage", "DSC", "ASSD (mm)")
        .contains("2 scans evaluated, 0 failed. Results are in " + output + "/results-volumes")
        .contains("2 scans evaluated, 0 failed. Results are in " + output + "/results-slices");
    assertThat(result.err()).doesNotContain("\tat ");
    Results volumes = new Results(output.resolve("results-volumes"));
    Results slices = new Results(output.resolve("results-slices"));
    assertThat(volumes.json("run.json").at("/software/spark_master").asText())
        .isEqualTo("local[1]");
    assertThat(volumes.text("metrics.csv")).isEqualTo(slices.text("metrics.csv"));
    assertThat(volumes.metrics().get("0000001_V00 DSC")[0]).isBetween(0.7, 1.0);
  }
}
