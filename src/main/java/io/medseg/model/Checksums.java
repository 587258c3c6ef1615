package io.medseg.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * SHA-256 of every file of a folder, as a text that {@code sha256sum --check} reads in that folder:
 * damage on the disk is noticed before a library is loaded.
 */
final class Checksums {
  private static final int BUFFER = 1 << 18;

  private Checksums() {}

  /** A line per file: digest, two spaces, relative name; in order of the names. */
  static String of(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      StringBuilder text = new StringBuilder();
      for (Path file : files) {
        text.append(digest(file)).append("  ").append(folder.relativize(file)).append('\n');
      }
      return text.toString();
    }
  }

  /** Writes those of a folder to a file, which is never seen half-written. */
  static void write(Path folder, Path file) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName());
    Files.writeString(temporary, of(folder));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot happen: every JDK has SHA-256", e);
    }
  }
}
