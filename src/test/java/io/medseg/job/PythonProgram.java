package io.medseg.job;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.TestProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Python (property or variable MEDSEG_PYTHON, else python3) for tests that compare with it.
 */
final class PythonProgram {
  private PythonProgram() {}

  /** Skips the test where one of these modules, separated by commas, cannot be imported. */
  static void assume(String modules) {
    TestProcess.Result found;
    try {
      found = run("-c", "import " + modules);
    } catch (IOException e) {
      found = new TestProcess.Result(1, e.getMessage());
    }
    assumeTrue(
        found.code() == 0, () -> python() + " with " + modules + " is not there (MEDSEG_PYTHON)");
  }

  static TestProcess.Result run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(python()));
    command.addAll(List.of(arguments));
    ProcessBuilder program = new ProcessBuilder(command);
    program.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    return TestProcess.run(program);
  }

  private static String python() {
    String named = System.getProperty("MEDSEG_PYTHON", System.getenv("MEDSEG_PYTHON"));
    return named == null ? "python3" : named;
  }
}
