package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.InputException;
import io.medseg.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that credentials in the paths of data, model and results are shown nowhere. */
class SecretsIT {
  @TempDir Path folder;

  private static JobRunner keyed() {
    return JobRunner.local().with("spark.hadoop.fs.keyed.impl", KeyedFileSystem.class.getName());
  }

  private String keyed(String name) {
    return KeyedFileSystem.BUCKET + folder.resolve(name);
  }

  @Test
  void resultsAndMessagesShowNone() throws IOException {
    Phantoms phantoms = Phantoms.in(folder).volumes(1);
    phantoms.write("volumes/0000002_V00.h5", "This is no HDF5 file.");
    String[] options = {
      "--dataset-root=" + keyed(""),
      "--model=" + KeyedFileSystem.BUCKET + Phantoms.model("phantom_unet2d"),
      "--output=" + keyed("out")
    };

    JobRunner.Result run = keyed().run(phantoms.evaluate("out", options));

    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(run.out()).contains("keyed://***@bucket").doesNotContain("SECRET");
    assertThat(run.err()).doesNotContain("SECRET");
    List<Path> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      files.filter(Files::isRegularFile).forEach(texts::add);
    }
    assertThat(texts).hasSizeGreaterThan(4);
    for (Path text : texts) {
      assertThat(new String(Files.readAllBytes(text), java.nio.charset.StandardCharsets.ISO_8859_1))
          .as(text.toString())
          .doesNotContain("SECRET");
    }
    Results results = new Results(folder.resolve("out"));
    assertThat(results.text("run.json")).contains("keyed://***@bucket");
    assertThat(results.text("failures.csv")).contains("keyed://***@bucket");
  }

  @Test
  void refusalsShowNone() {
    Phantoms phantoms = Phantoms.in(folder).volumes(1);

    String refusal = keyed().run(phantoms.evaluate("out", "--model=" + keyed("none"))).refusal();

    assertThat(refusal)
        .isEqualTo(
            "Cannot load model keyed://***@bucket" + folder + "/none: there is no such directory");
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
