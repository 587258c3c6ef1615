package io.medseg.text;

import io.medseg.InputException;
import io.medseg.MissingPath;
import io.medseg.SpecialFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A small text file in UTF-8, read whole.
 *
 * @param path where it lies, qualified: with file system and from the root
 * @param text what it holds, without a byte-order mark
 */
public record TextFile(Path path, String text) {
  private static final long MOST_BYTES = 16L << 20;

  /**
   * Reads a file.
   *
   * @param kind as messages call it, as in "experiment"
   * @throws InputException if it is missing, a folder, too large for a text that somebody wrote,
   *     not UTF-8, or cannot be read
   */
  public static TextFile read(String kind, Path path, Configuration hadoop) {
    try {
      FileSystem files = path.getFileSystem(hadoop);
      Path qualified = files.makeQualified(path);
      FileStatus status = files.getFileStatus(qualified);
      if (status.isDirectory()) {
        throw cannot(kind, qualified, "it is a folder", null);
      }
      SpecialFiles.refuse(qualified.toUri());
      if (status.getLen() > MOST_BYTES) {
        throw cannot(kind, qualified, "it has " + status.getLen() + " bytes", null);
      }
      try (InputStream in = files.open(qualified)) {
        return new TextFile(qualified, decode(in.readAllBytes()));
      }
    } catch (FileNotFoundException e) {
      throw cannot(kind, path, "there is no such file" + MissingPath.place(path, hadoop), e);
    } catch (CharacterCodingException e) {
      throw cannot(kind, path, "it is not UTF-8 text", e);
    } catch (IOException | IllegalArgumentException e) {
      throw cannot(kind, path, String.valueOf(e.getMessage()), e);
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static InputException cannot(String kind, Path path, String why, Exception cause) {
    return new InputException("Cannot read " + kind + " " + path + ": " + why, cause);
  }
}
