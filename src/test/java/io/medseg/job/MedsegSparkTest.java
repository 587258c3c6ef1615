package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MedsegSparkTest {
  private final StringWriter err = new StringWriter();

  private int run(Writer out, String... arguments) {
    return MedsegSpark.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void tellsItsVersion() {
    StringWriter out = new StringWriter();

    assertThat(run(out, "--version")).isEqualTo(MedsegSpark.FINE);

    assertThat(out.toString().strip()).matches("medseg-spark \\d+\\.\\d+\\.\\d+.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evaluate", "export", "preprocess", "inspect", "compare", "demo", "bench"})
  void everyJobTellsTheVersion(String job) {
    for (String option : new String[] {"--version", "-V"}) {
      StringWriter out = new StringWriter();

      assertThat(run(out, job, option)).isEqualTo(MedsegSpark.FINE);

      assertThat(out.toString().strip()).isEqualTo("medseg-spark " + Version.current());
    }
  }

  /** The JVM would end with 1, which says that the arguments were bad. */
  @Test
  void anErrorIsABugToo() {
    Writer failing =
        new StringWriter() {
          @Override
          public void write(String text, int offset, int length) {
            throw new StackOverflowError("deep");
          }
        };

    assertThat(run(failing, "--version")).isEqualTo(MedsegSpark.BUG);

    assertThat(err.toString())
        .startsWith("This is a bug in medseg-spark; please report it with what follows.")
        .contains("StackOverflowError: deep");
  }

  @Test
  void aDriverThatRunsOutOfMemoryNamesTheSetting() {
    Writer failing =
        new StringWriter() {
          @Override
          public void write(String text, int offset, int length) {
            throw new OutOfMemoryError("Java heap space");
          }
        };

    assertThat(run(failing, "--version")).isEqualTo(MedsegSpark.BAD_INPUT);

    assertThat(err.toString().strip())
        .matches(
            "Cannot go on: the driver, which plans and writes results, has not enough memory"
                + " \\(Java heap space\\); give it more than the \\d+ MB that it has"
                + " \\(--driver-memory\\)");
  }

  private String refusal(String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(new StringWriter(), arguments)).isEqualTo(MedsegSpark.BAD_INPUT);
    return err.toString().strip();
  }

  @ParameterizedTest
  @CsvSource({
    "evaluate, --outputs, --output",
    "evaluate, --postproces, --postprocess",
    "evaluate, --config-fle, --config-file",
    "evaluate, --max-failure, --max-failures",
    "evaluate, --datsets, --datasets",
    "export, --wirte, --write",
    "preprocess, --spilt, --split",
    "inspect, --stricct, --strict",
    "compare, --outptu, --output"
  })
  void suggestsTheOptionThatWasMeant(String job, String given, String meant) {
    String expected =
        "Invalid arguments: there is no option %s; did you mean %s?; see jobs/submit.sh %s --help"
            .formatted(given, meant, job);
    assertThat(refusal(job, given, "x")).isEqualTo(expected);
    assertThat(refusal(job, "--datasets=c", "--config-file=e", given + "=x")).isEqualTo(expected);
  }

  @Test
  void anOptionLikeNoOtherIsNamedAlone() {
    assertThat(refusal("evaluate", "--config-file=e", "--datasets=c", "--output=o", "--zzzz=3"))
        .isEqualTo(
            "Invalid arguments: Unknown option: '--zzzz=3'; see jobs/submit.sh evaluate --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--master", "--executor-memory", "--conf", "--packages", "--jars"})
  void optionsOfSparkComeFirst(String option) {
    String expected =
        "Invalid arguments: %s is an option of Spark; these come first and end with --, as in jobs/submit.sh evaluate %s VALUE -- --datasets FILE ...; see jobs/submit.sh evaluate --help"
            .formatted(option, option);
    assertThat(refusal("evaluate", option, "a", "--config-file=e", "--datasets=c", "--output=o"))
        .isEqualTo(expected);
    assertThat(refusal("evaluate", "--config-file=e", "--datasets=c", option + "=a"))
        .isEqualTo(expected);
  }

  @Test
  void suggestsTheJobThatWasMeant() {
    assertThat(refusal("evalute", "--config-file=e"))
        .startsWith(
            "Invalid arguments: evalute is no job; did you mean evaluate? jobs are evaluate, export, ");
    assertThat(refusal("train")).startsWith("Invalid arguments: train is no job; jobs are ");
  }

  @Test
  void theLastLineIsWhatWasSaidLast() {
    LastLine last = new LastLine(err);
    PrintWriter writer = new PrintWriter(last, true);
    assertThat(last.text()).isEmpty();

    writer.println("first");
    writer.print(new char[] {'s', 'e'});
    writer.print("cond");
    assertThat(last.text()).isEqualTo("second");
    writer.println();
    writer.println("  ");

    assertThat(last.text()).isEqualTo("second");
    assertThat(err.toString().lines()).containsExactly("first", "second", "  ");
  }

  @Test
  void yarnIsToldWhatAnExitCodeMeans() {
    assertThat(ProcessEnd.diagnostics(1, "Invalid --tta: x"))
        .isEqualTo(
            "medseg-spark ended with exit code 1, bad arguments or configuration: Invalid --tta: x");
    assertThat(ProcessEnd.diagnostics(2, "a warning"))
        .isEqualTo(
            "medseg-spark ended with exit code 2, some scans failed; the others have results");
  }
}
