package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.InputException;
import io.medseg.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A password that somebody puts into a path is in no message and no result; nor are the file
 * system's settings.
 */
class SecretsIT {
  private static final String SECRET = "hush-hush-2718281828";
  private static final String PATH = "s3a://AKIA123:" + SECRET + "@bucket/folder";

  @TempDir Path folder;
  private Phantoms phantoms;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--output", "--config-file", "--datasets", "--dataset-root", "--model"})
  void aPasswordInAnOptionIsRefused(String option) {
    String refusal = JobRunner.local().run(phantoms.evaluate("out", option + "=" + PATH)).refusal();

    assertThat(refusal).contains(": it holds a password; give it in the Hadoop configuration");
    assertThat(refusal).doesNotContain(SECRET);
  }

  @Test
  void aPasswordInACatalogIsRefused() {
    phantoms.write(
        "catalog.yaml",
        "datasets: [{name: volumes, root: \"%s\", layout: volumes, categories: [{id: 0, name: a, abbreviation: a}]}]"
            .formatted(PATH));

    String refusal = JobRunner.local().run(phantoms.evaluate("out")).refusal();

    assertThat(refusal).contains("it holds a password").doesNotContain(SECRET);
  }

  @Test
  void theManifestHoldsNone() {
    List<String> job =
        phantoms.evaluate(
            "out",
            "--model=" + Phantoms.model("phantom_unet2d"),
            "TEST_WEIGHT_PATH",
            PATH,
            "WANDB_API_KEY",
            SECRET,
            "MY_ARGS",
            "({'my_token': '" + SECRET + "'},)");

    JobRunner.local().with("spark.hadoop.fs.s3a.secret.key", SECRET).run(job).fine();

    Results results = new Results(folder.resolve("out"));
    for (String name : List.of("run.json", "results.txt", "summary.json", "failures.csv")) {
      assertThat(results.text(name)).as(name).doesNotContain(SECRET);
    }
    assertThat(results.json("run.json").at("/experiment/settings/TEST_WEIGHT_PATH").asText())
        .isEqualTo("s3a://***@bucket/folder");
  }

  /** The log is masked by its layout, since other people's code writes into it as well. */
  @Test
  void theLogShowsNone() {
    Properties log = new Properties();
    try (InputStream file =
        Files.newInputStream(JobRunner.home().resolve("conf/log4j2.properties"))) {
      log.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withPattern(log.getProperty("appender.console.layout.pattern"))
            .withAlwaysWriteExceptions(
                Boolean.parseBoolean(
                    log.getProperty("appender.console.layout.alwaysWriteExceptions")))
            .build();
    String text = "reading s3a://AK:a/b+c@bucket/x at hdfs://host:8020/a@b";
    String line =
        layout.toSerializable(
            Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setLoggerName("org.apache.hadoop.fs.s3a.X")
                .setMessage(new SimpleMessage(text))
                .setThrown(
                    new IllegalStateException("no s3a://AK:sk@bucket", new InputException("x")))
                .build());

    assertThat(line)
        .contains(" WARN  X: " + Secrets.masked(text))
        .contains("IllegalStateException: no s3a://***@bucket")
        .doesNotContain("AK:");
  }
}
