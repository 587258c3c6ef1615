package io.medseg.model;

import io.medseg.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Tells models apart by their files: SHA-256, in lower-case hexadecimal, over every file in order
 * of its relative name; of each the name in UTF-8, a zero byte, the length as 8 bytes with the
 * highest first, and the bytes. The same on every file system and wherever the directory lies.
 */
public final class ModelFingerprint {
  private static final int BUFFER = 1 << 16;

  private ModelFingerprint() {}

  /**
   * The fingerprint of a SavedModel directory.
   *
   * @param uri any path that Hadoop reads
   * @throws InputException if there is no such directory, it holds no saved_model.pb, or a file
   *     cannot be read
   */
  public static String of(String uri, Configuration hadoop) {
    return of(uri, ModelFiles.list(uri, hadoop));
  }

  static String of(String uri, ModelFiles files) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    for (FileStatus file : files.found()) {
      String name = files.relativeName(file);
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(file.getLen()).flip());
      try (InputStream in = files.open(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      } catch (IOException e) {
        throw new InputException("Cannot read %s of model %s: %s".formatted(name, uri, e), e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
