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
}
