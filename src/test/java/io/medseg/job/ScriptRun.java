package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A script of jobs/ that runs in the background, in an environment without anybody's Spark. What it
 * prints can be waited for, and it can be killed as a machine or a user kills it.
 */
final class ScriptRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final Path out;
  private final Path err;

  private ScriptRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a script.
   *
   * @param folder where its output is kept, and its current folder
   * @param variables of its environment, beside the test's own
   * @param command name of the script, as in "evaluate.sh", and its arguments
   */
  static ScriptRun start(Path folder, Map<String, String> variables, String... command) {
    // Where the tests run in the background of a shell, SIGINT is ignored, and children inherit
    // that.
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.add(JobRunner.home().resolve("jobs").resolve(command[0]).toString());
    words.addAll(Arrays.asList(command).subList(1, command.length));
    try {
      Path out = Files.createTempFile(folder, "script-", ".out");
      Path err = Files.createTempFile(folder, "script-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("SPARK_") || name.startsWith("HADOOP_"));
      builder.environment().putAll(new HashMap<>(variables));
      return new ScriptRun(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed so far. */
  String out() {
    return read(out);
  }

  /** What it told on stderr so far: messages and the log. */
  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a text on stderr. */
  ScriptRun awaitLog(String text) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!err().contains(text)) {
      assertThat(process.isAlive()).as("runs, waiting for '%s' in%n%s", text, err()).isTrue();
      assertThat(System.nanoTime())
          .as("time, waiting for '%s' in%n%s", text, err())
          .isLessThan(end);
      sleep();
    }
    return this;
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a script ran", e);
    }
  }

  /** Waits for its end; its exit code. */
  int await() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ended, after%n%s%n%s", out(), err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a script ran", e);
    }
  }

  /** Waits for its end, which must be a good one. */
  ScriptRun fine() {
    assertThat(await()).as("exit code of%n%s%n%s", out(), err()).isZero();
    return this;
  }

  /** kill -9 of the script and all that it started; submit.sh becomes the driver itself. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    await();
  }

  /** Ctrl-C. */
  void interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
