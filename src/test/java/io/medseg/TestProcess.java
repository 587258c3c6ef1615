package io.medseg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A process that a test starts. It and what it started end with the test: when it is closed, when a
 * wait for it fails (so that it need not be bound to a variable first), and at the latest when the
 * JVM of the tests ends or is stopped.
 */
public final class TestProcess implements AutoCloseable {
  private static final Set<TestProcess> RUNNING = ConcurrentHashMap.newKeySet();

  /** Whether the JVM ends; guarded by {@link #RUNNING}. */
  private static boolean ended;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(TestProcess::destroyAll));
  }

  /**
   * What a process gave.
   *
   * @param output stdout and stderr
   */
  public record Result(int code, String output) {}

  private final String name;
  private final Process process;

  private TestProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Starts a process. */
  public static TestProcess start(ProcessBuilder builder) throws IOException {
    String name = Path.of(builder.command().get(0)).getFileName().toString();
    TestProcess started;
    // A JVM that is stopped in between would leave a process that nobody knows.
    synchronized (RUNNING) {
      if (ended) {
        throw new IllegalStateException("Cannot start " + name + ": the JVM ends");
      }
      started = new TestProcess(name, builder.start());
      RUNNING.add(started);
    }
    started.process.onExit().thenRun(() -> RUNNING.remove(started));
    return started;
  }

  /** At the end of the JVM; no process is started afterwards. */
  private static void destroyAll() {
    synchronized (RUNNING) {
      ended = true;
      RUNNING.forEach(TestProcess::destroy);
    }
  }

  /** Runs a process to its end. */
  public static Result run(ProcessBuilder builder) throws IOException {
    Path output = Files.createTempFile("test-process-", ".out");
    try (TestProcess started =
        start(builder.redirectErrorStream(true).redirectOutput(output.toFile()))) {
      int code = started.await(() -> text(output));
      return new Result(code, text(output));
    } finally {
      Files.delete(output);
    }
  }

  private static String text(Path file) {
    try {
      // Whatever the bytes are.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process itself. */
  public Process process() {
    return process;
  }

  /**
   * Waits for its end; its exit code.
   *
   * @param seen what it has told so far
   */
  public int await(Supplier<String> seen) {
    waitOrKill("the end of " + name, () -> !process.isAlive(), seen);
    return process.exitValue();
  }

  /** Waits for a state that it brings about while it runs. */
  public void awaitState(String what, BooleanSupplier state, Supplier<String> seen) {
    waitOrKill(what, () -> state.getAsBoolean() || !process.isAlive(), seen);
    if (!state.getAsBoolean()) {
      throw new AssertionError(
          "%s ended with exit code %d before there was %s; seen: %s"
              .formatted(name, process.exitValue(), what, seen.get()));
    }
  }

  private void waitOrKill(String what, BooleanSupplier state, Supplier<String> seen) {
    try {
      Waiting.until(what, state, seen);
    } catch (RuntimeException | Error e) {
      destroy();
      throw e;
    }
  }

  /** kill -9 of it and of all that it started; it is gone afterwards. */
  public void kill() {
    destroy();
    process.onExit().join();
  }

  private void destroy() {
    destroyTree(process.toHandle());
  }

  /** kill -9 of a process and of all that it started. */
  public static void destroyTree(ProcessHandle process) {
    // Those that it started are no longer found when it is gone.
    var started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
