package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs jobs in this JVM as the command line would. The settings that spark-submit would hand over
 * are system properties while the job runs, and what they were before afterwards. Not for tests
 * that run at the same time.
 *
 * @param settings system properties during the run
 */
record JobRunner(Map<String, String> settings) {
  /** What a job printed and gave. */
  record Result(int code, String out, String err) {
    /** The lines of {@link #err}. */
    List<String> errors() {
      return err.lines().toList();
    }

    /** This result, if the code is 0. */
    Result fine() {
      assertThat(this.code()).as("exit code of%n%s%n%s", out, err).isZero();
      return this;
    }

    /** The one line on err, if that and exit code 1 are all that came of the job. */
    String refusal() {
      assertThat(code).as("exit code of%n%s%n%s", out, err).isEqualTo(MedsegSpark.BAD_INPUT);
      assertThat(out).isEmpty();
      assertThat(errors()).hasSize(1);
      return err.strip();
    }
  }

  JobRunner {
    settings = Map.copyOf(settings);
  }

  /** Spark in this JVM with two threads, seen from nowhere else. */
  static JobRunner local() {
    return new JobRunner(
        Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "medseg.home", home().toString()));
  }

  /** The project's folder. */
  static Path home() {
    return Path.of("").toAbsolutePath();
  }

  /** With another setting, Spark's or our own. */
  JobRunner with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(key, value);
    return new JobRunner(more);
  }

  /** Runs a job. */
  Result run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> before = new LinkedHashMap<>();
    settings.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
    try {
      int code =
          MedsegSpark.run(
              new PrintWriter(out, true),
              new PrintWriter(err, true),
              arguments.toArray(String[]::new));
      return new Result(code, out.toString(), err.toString());
    } finally {
      before.forEach(JobRunner::restore);
    }
  }

  private static void restore(String key, String before) {
    if (before == null) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, before);
    }
  }
}
