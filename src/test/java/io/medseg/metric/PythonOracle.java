package io.medseg.metric;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.TestProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a script of the test resources with the interpreter that the property or variable
 * MEDSEG_PYTHON names (default python3). A test is skipped where it or a module is missing.
 */
public final class PythonOracle {
  private PythonOracle() {}

  /**
   * Runs a script on a folder.
   *
   * @param owner the class beside which the script lies
   * @param modules what the script imports
   */
  public static void run(Class<?> owner, String script, Path folder, String... modules)
      throws IOException, InterruptedException {
    String python = assumed(folder, modules);
    Path file = folder.resolve(script);
    try (InputStream in = owner.getResourceAsStream(script)) {
      Files.copy(in, file);
    }
    if (!succeeds(python, List.of(file.toString(), folder.toString()), folder)) {
      throw new AssertionError(Files.readString(log(folder), StandardCharsets.UTF_8));
    }
  }

  /**
   * Runs a script of the folder tools.
   *
   * @param folder where to log
   * @param modules what the script imports
   * @return what it printed, whether it failed or not
   */
  public static String runTool(
      String script, List<String> arguments, Path folder, String... modules)
      throws IOException, InterruptedException {
    String python = assumed(folder, modules);
    List<String> command = new ArrayList<>(List.of(Path.of("tools", script).toString()));
    command.addAll(arguments);
    succeeds(python, command, folder);
    return Files.readString(log(folder), StandardCharsets.UTF_8);
  }

  private static String assumed(Path folder, String... modules) throws InterruptedException {
    String python =
        System.getProperty(
            "MEDSEG_PYTHON", System.getenv().getOrDefault("MEDSEG_PYTHON", "python3"));
    List<String> imports = new ArrayList<>(List.of("-c", "import sys"));
    for (String module : modules) {
      imports.set(1, imports.get(1) + ", " + module);
    }
    assumeTrue(succeeds(python, imports, folder), python + " lacks " + List.of(modules));
    return python;
  }

  private static boolean succeeds(String python, List<String> arguments, Path folder)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(arguments);
    try {
      TestProcess.Result result = TestProcess.run(new ProcessBuilder(command));
      Files.writeString(log(folder), result.output());
      return result.code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("python.log");
  }
}
