package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A script of jobs/ that runs in the background, in an environment without anybody's Spark. What it
 * prints can be waited for, and it can be killed as a machine or a user kills it. It ends with the
 * test, as every {@link TestProcess}: a wait that fails kills it.
 */
final class ScriptRun implements AutoCloseable {
  private final TestProcess process;
  private final Path out;
  private final Path err;

  private ScriptRun(TestProcess process, Path out, Path err) {
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
      return new ScriptRun(TestProcess.start(builder), out, err);
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
    return awaitState("the text '" + text + "' on stderr", () -> err().contains(text));
  }

  /** Waits for a state that it brings about while it runs. */
  ScriptRun awaitState(String what, BooleanSupplier state) {
    process.awaitState(what, state, this::seen);
    return this;
  }

  private String seen() {
    return "%n%s%n%s".formatted(out(), err());
  }

  /** Waits for its end; its exit code. */
  int await() {
    return process.await(this::seen);
  }

  /** Waits for its end, which must be a good one. */
  ScriptRun fine() {
    assertThat(await()).as("exit code of %s", seen()).isZero();
    return this;
  }

  /** kill -9 of the script and all that it started; submit.sh becomes the driver itself. */
  void kill() {
    process.kill();
  }

  /** Ctrl-C. */
  void interrupt() {
    signal("INT");
  }

  /** Ctrl-Z. */
  void suspend() {
    signal("STOP");
  }

  /** Goes on after {@link #suspend}. */
  void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    String pid = String.valueOf(process.process().pid());
    try {
      assertThat(TestProcess.run(new ProcessBuilder("kill", "-" + name, pid)))
          .isEqualTo(new TestProcess.Result(0, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    process.close();
  }
}
