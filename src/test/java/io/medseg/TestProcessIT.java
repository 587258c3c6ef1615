package io.medseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestProcessIT {
  /** Starts a child of its own, whose number it tells, and waits for it. */
  private static final String PARENT = "sleep 1d & echo $! > child; wait";

  @TempDir Path folder;

  private ProcessBuilder shell(String script) {
    return new ProcessBuilder("bash", "-c", script).directory(folder.toFile());
  }

  /** The parent and its child. */
  private List<ProcessHandle> family(TestProcess parent) {
    Path child = folder.resolve("child");
    parent.awaitState("a child", () -> text(child).endsWith("\n"), () -> text(child));
    ProcessHandle started = ProcessHandle.of(Long.parseLong(text(child).strip())).orElseThrow();
    return List.of(parent.process().toHandle(), started);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertGone(List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      Waiting.until(
          "the end of " + process.pid(), () -> !process.isAlive(), () -> process.info().toString());
    }
  }

  @Test
  void endsWithWhatItStartedWhenItIsClosed() throws IOException {
    List<ProcessHandle> family;
    try (TestProcess parent = TestProcess.start(shell(PARENT))) {
      family = family(parent);
      assertThat(family).allMatch(ProcessHandle::isAlive);
    }
    assertGone(family);
  }

  @Test
  void endsWithWhatItStartedWhenAWaitForItFails() throws IOException {
    TestProcess parent = TestProcess.start(shell(PARENT));
    List<ProcessHandle> family = family(parent);

    assertThatThrownBy(
            () ->
                parent.awaitState(
                    "rain",
                    () -> {
                      throw new IllegalStateException("no sky");
                    },
                    () -> "nothing"))
        .hasMessage("no sky");

    assertGone(family);
  }

  @Test
  void endsWithTheJvmThatStartedIt() throws IOException {
    ProcessBuilder tests =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Starter.class.getName(),
            folder.toString());
    try (TestProcess jvm = TestProcess.start(tests.inheritIO())) {
      List<ProcessHandle> family = family(jvm);
      List<ProcessHandle> started = jvm.process().descendants().toList();
      assertThat(started).contains(family.get(1));

      jvm.process().destroy();

      assertGone(started);
    }
  }

  /** Stands for a JVM of tests that is stopped while a process runs. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws IOException {
      TestProcess.start(
              new ProcessBuilder("bash", "-c", PARENT).directory(Path.of(arguments[0]).toFile()))
          .await(() -> "");
    }
  }

  @Test
  void tellsOfAnEndThatCameTooEarly() throws IOException {
    TestProcess shell = TestProcess.start(shell("exit 7"));

    assertThatThrownBy(() -> shell.awaitState("a child", () -> false, () -> "an empty folder"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("bash ended with exit code 7 before there was a child; seen: an empty folder");
  }

  @Test
  void givesExitCodeAndEverythingPrinted() throws IOException {
    assertThat(TestProcess.run(shell("echo one; echo two >&2; exit 3")))
        .isEqualTo(new TestProcess.Result(3, "one\ntwo\n"));
  }

  @Test
  void aStateThatNeverComesIsToldWithWhatWasSeen() {
    assertThatThrownBy(
            () -> Waiting.until(Duration.ZERO, "the moon", () -> false, () -> "2 clouds"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Waited for the moon for 0 seconds; seen: 2 clouds");
  }
}
