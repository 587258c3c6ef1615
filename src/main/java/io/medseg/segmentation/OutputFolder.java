package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.export.AtomicFile;
import io.medseg.ledger.WrittenFile;
import io.medseg.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes files into the folder of a run, on any Hadoop file system, each whole or not at all
 * ({@link AtomicFile}), and says what was written. A file of the name is replaced. Safe for many
 * threads.
 */
public final class OutputFolder {
  private final Path run;
  private final String scanId;
  private final Configuration hadoop;
  private final Runnable check;

  private OutputFolder(Path run, String scanId, Configuration hadoop, Runnable check) {
    this.run = run;
    this.scanId = scanId;
    this.hadoop = hadoop;
    this.check = check;
  }

  /** For files of a scan, whose names hold its id; messages name it. */
  public static OutputFolder ofScan(Path run, String scanId, Configuration hadoop) {
    return new OutputFolder(run, scanId, hadoop, () -> {});
  }

  /** For files that there is one of in a run. */
  public static OutputFolder ofRun(Path run, Configuration hadoop) {
    return new OutputFolder(run, "", hadoop, () -> {});
  }

  /**
   * The same folder.
   *
   * @param before called when the content of a file is complete and before its name appears; throws
   *     if it must not
   */
  public OutputFolder checkedBy(Runnable before) {
    return new OutputFolder(run, scanId, hadoop, before);
  }

  /**
   * Writes a file; its content is not held, its SHA-256 is computed on the way.
   *
   * @param name relative, as in "predictions/0000001_V00.pred"; folders are made
   * @throws InputException if the name leads out of the folder, is no name for a file or not one of
   *     the scan, or the file cannot be written; nothing is left of it then
   */
  public WrittenFile write(String name, AtomicFile.Content content) {
    FileNames.checkPath(name);
    if (!name.contains(scanId)) {
      throw new InputException(
          "Invalid file name: \"%s\": it does not hold the id of scan %s, so other files could have the same name"
              .formatted(name, scanId));
    }
    MessageDigest digest = Sha256.digest();
    long[] bytes = new long[1];
    try {
      AtomicFile.write(
          new Path(run, name),
          hadoop,
          out -> {
            Metered metered = new Metered(out, digest);
            content.writeTo(metered);
            check.run();
            bytes[0] = metered.bytes;
          });
    } catch (IOException e) {
      throw new InputException(
          "Cannot write %s%s in %s: %s"
              .formatted(name, scanId.isEmpty() ? "" : " of scan " + scanId, run, reason(e)),
          e);
    }
    return new WrittenFile(name, bytes[0], Sha256.text(digest.digest()));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Passes bytes on, counted and digested; whoever made the stream closes it. */
  private static final class Metered extends OutputStream {
    private final OutputStream out;
    private final MessageDigest digest;
    private long bytes;

    Metered(OutputStream out, MessageDigest digest) {
      this.out = out;
      this.digest = digest;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      digest.update(source, offset, length);
      bytes += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
