package io.medseg;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Says of a path that is not there where it was looked for. */
public final class MissingPath {
  private MissingPath() {}

  /**
   * What a message adds to "there is no such file" where the path itself does not tell on which
   * file system it was looked for; nothing where it does, or where that is this machine's.
   */
  public static String place(Path path, Configuration hadoop) {
    URI home = FileSystem.getDefaultUri(hadoop);
    if (path.toUri().getScheme() != null || "file".equals(home.getScheme())) {
      return "";
    }
    return Secrets.masked(
        " on %s (fs.defaultFS of the Hadoop configuration); for one on this machine write file:///..."
            .formatted(home));
  }
}
