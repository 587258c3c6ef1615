package io.medseg.hdf5;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Python (property or variable MEDSEG_PYTHON, else python3) for tests that compare with h5py;
 * tests are skipped where that is missing.
 */
final class PythonTool {
  private PythonTool() {}

  static void assumeH5py() {
    String python = python();
    boolean found;
    try {
      found = run(List.of(python, "-c", "import h5py, numpy")).code() == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(found, python + " with h5py and numpy is not there (set MEDSEG_PYTHON)");
  }

  /** Runs a script file, or code behind -c, and returns what it printed. */
  static String run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(python()));
    command.addAll(List.of(arguments));
    TestProcess.Result result = run(command);
    if (result.code() != 0) {
      throw new IOException("Python failed:\n" + result.output());
    }
    return result.output();
  }

  static Path tool(String name) {
    return Path.of("tools", name);
  }

  private static TestProcess.Result run(List<String> command) throws IOException {
    return TestProcess.run(new ProcessBuilder(command));
  }

  private static String python() {
    String named = System.getProperty("MEDSEG_PYTHON", System.getenv("MEDSEG_PYTHON"));
    return named == null ? "python3" : named;
  }
}
