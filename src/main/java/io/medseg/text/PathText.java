package io.medseg.text;

import io.medseg.InputException;
import io.medseg.Secrets;
import org.apache.hadoop.fs.Path;

/** Paths that people write. */
public final class PathText {
  private PathText() {}

  /**
   * A Hadoop path.
   *
   * @param kind what lies there, as messages call it, as in "experiment"
   * @throws InputException if the text is blank, begins with a ~ that no shell has replaced, or is
   *     no path
   */
  public static Path of(String kind, String text) {
    if (text == null || text.isBlank()) {
      throw new InputException("Invalid path of " + kind + ": it is empty");
    }
    if (!Secrets.masked(text).equals(text)) {
      // Paths are logged and written to run.json; this one is not even repeated here.
      throw new InputException(
          "Invalid path of "
              + kind
              + ": it holds a password; give it in the Hadoop configuration, such as spark.hadoop.fs.s3a.secret.key, or with a credential provider");
    }
    if (text.startsWith("~")) {
      throw new InputException(
          "Invalid path of "
              + kind
              + ": "
              + text
              + ": the shell has not replaced its ~ (it is quoted, behind a =, or in a file); write the whole path, or $HOME on the command line; for a name that begins with ~ write ./"
              + text);
    }
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new InputException("Invalid path of " + kind + ": " + text + ": " + e.getMessage(), e);
    }
  }
}
