package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

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
