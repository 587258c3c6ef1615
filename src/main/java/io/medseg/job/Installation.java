package io.medseg.job;

import io.medseg.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the project's own files lie: the folder that jobs/submit.sh tells in MEDSEG_HOME, else the
 * current one.
 */
final class Installation {
  private Installation() {}

  /** A file or folder of the project, as in "conf/datasets.yaml". */
  static String path(String relative) {
    String home =
        System.getProperty("medseg.home", System.getenv().getOrDefault("MEDSEG_HOME", "."));
    Path path = Path.of(home, relative).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw new InputException(
          "Cannot find "
              + path
              + ": set MEDSEG_HOME to the project's folder, or start the job with the scripts in jobs/");
    }
    return path.toString();
  }
}
