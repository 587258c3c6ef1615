package io.medseg.job;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Python (property or variable MEDSEG_PYTHON, else python3) for tests that compare with it.
 */
final class PythonProgram {
  /**
   * What a program printed and gave.
   *
   * @param output stdout and stderr
   */
  record Result(int code, String output) {}

  private PythonProgram() {}

  /** Skips the test where one of these modules, separated by commas, cannot be imported. */
  static void assume(String modules) {
    Result found;
    try {
      found = run("-c", "import " + modules);
    } catch (IOException e) {
      found = new Result(1, e.getMessage());
    }
    assumeTrue(
        found.code() == 0, () -> python() + " with " + modules + " is not there (MEDSEG_PYTHON)");
  }

  static Result run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(python()));
    command.addAll(List.of(arguments));
    ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
    program.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    Process process = program.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new IOException("Interrupted while Python ran", e);
    }
  }

  private static String python() {
    String named = System.getProperty("MEDSEG_PYTHON", System.getenv("MEDSEG_PYTHON"));
    return named == null ? "python3" : named;
  }
}
