package io.medseg.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The umask of this process. Hadoop gives local files the rights that a setting of its own says
 * (022 unless it is configured), so that everybody could read what a user's umask keeps to himself.
 * Safe for many threads.
 */
final class ProcessUmask {
  private static final Pattern LINE = Pattern.compile("(?m)^Umask:\\s*0*([0-7]{3})\\s*$");

  /** Only Linux tells it; elsewhere Hadoop's setting stays. */
  private static final Optional<String> OWN = read();

  private ProcessUmask() {}

  /** Makes files and folders that are made from now on heed it. */
  static synchronized void heed(RawLocalFileSystem files) throws IOException {
    Configuration hadoop = files.getConf();
    if (OWN.isEmpty() || OWN.get().equals(hadoop.get(FsPermission.UMASK_LABEL))) {
      return;
    }
    // A configuration of its own: other file systems have theirs.
    Configuration local = new Configuration(hadoop);
    local.set(FsPermission.UMASK_LABEL, OWN.get());
    files.initialize(files.getUri(), local);
  }

  private static Optional<String> read() {
    try {
      Matcher line = LINE.matcher(Files.readString(Path.of("/proc/self/status")));
      return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
