package io.medseg.ledger;

import io.medseg.export.AtomicFile;
import io.medseg.text.TextFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The hidden file by which a run holds a folder. Times are those of the file system's clock. Safe
 * for many threads.
 *
 * @param folder that is held
 */
record HoldFile(Path folder, Configuration hadoop) {
  static final String NAME = ".medseg-run.json";

  Path path() {
    return new Path(folder, NAME);
  }

  /**
   * Makes the file where there is none.
   *
   * @return whether it was made; false where there is one
   * @throws IOException if the folder takes no file
   */
  boolean create(byte[] content) throws IOException {
    FileSystem files = files();
    try {
      if (files instanceof RawLocalFileSystem local) {
        // Hadoop's looks first and creates then; this is one step.
        Files.write(
            local.pathToFile(path()).toPath(),
            content,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        return true;
      }
      write(files, content, false);
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Whether {@link #create} is one step here: of two runs at the same moment one is told false. */
  boolean isCreatedInOneStep() throws IOException {
    FileSystem files = files();
    return files instanceof RawLocalFileSystem || "hdfs".equals(files.getUri().getScheme());
  }

  /**
   * Writes the file, whoever made it, and by that renews its time.
   *
   * @throws FileNotFoundException if there is none
   */
  void overwrite(byte[] content) throws IOException {
    FileSystem files = files();
    if (files instanceof RawLocalFileSystem local) {
      // Not shortened first: a full disk must not leave it empty.
      java.nio.file.Path file = local.pathToFile(path()).toPath();
      boolean isOther = Files.size(file) != content.length;
      Files.write(file, content, StandardOpenOption.WRITE);
      if (isOther) {
        Files.write(file, content, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
      }
    } else {
      files.getFileStatus(path());
      write(files, content, true);
    }
  }

  private void write(FileSystem files, byte[] content, boolean overwrite) throws IOException {
    try (OutputStream out = files.create(path(), overwrite)) {
      out.write(content);
    } catch (FSError e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /** When it was written last; empty if there is none. */
  Optional<Instant> time() throws IOException {
    try {
      return Optional.of(time(files().getFileStatus(path())));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Who made it; empty if there is no such file, or not (yet) a whole one.
   *
   * @throws IOException if the file system does not answer
   */
  Optional<Holder> read() throws IOException {
    if (time().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Holder.read(TextFile.read("file of the run", path(), hadoop)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The time on the file system's clock. */
  Instant now() throws IOException {
    Path probe = AtomicFile.temporary(path());
    FileSystem files = files();
    files.create(probe, false).close();
    try {
      return time(files.getFileStatus(probe));
    } finally {
      files.delete(probe, false);
    }
  }

  private static Instant time(FileStatus status) {
    return Instant.ofEpochMilli(status.getModificationTime());
  }

  void delete() throws IOException {
    files().delete(path(), false);
  }

  private FileSystem files() throws IOException {
    return AtomicFile.files(folder, hadoop);
  }
}
