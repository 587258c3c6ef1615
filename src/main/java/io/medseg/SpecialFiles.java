package io.medseg;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Named pipes, devices and sockets of this machine: Hadoop lists them as files, and opening one may
 * wait for ever. Any thread.
 */
public final class SpecialFiles {
  private SpecialFiles() {}

  /**
   * Refuses what is there but is neither a file nor a folder, before it is opened.
   *
   * @param path with file system and from the root; of other file systems than this machine's
   *     nothing is refused
   * @throws IOException saying so, without the path
   */
  public static void refuse(URI path) throws IOException {
    if (path.getScheme() == null || path.getScheme().equals("file")) {
      refuse(Path.of(path.getPath()));
    }
  }

  /**
   * The same for a path of this machine.
   *
   * @throws IOException saying so, without the path
   */
  public static void refuse(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      throw new IOException("it is a named pipe, a socket or a device, not a file");
    }
  }
}
