package io.medseg.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Writes a file so that its name stands for a whole file or none: the content goes to a temporary
 * name beside it (hidden, with a random part, so that retried and speculative tasks do not meet)
 * and is renamed at the end. An older file of the name is replaced; it stays as it was if writing
 * fails.
 */
public final class AtomicFile {
  /** What is written. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; need not close or flush. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** What a process that died while it wrote leaves behind. */
  private static final Pattern TEMPORARY =
      Pattern.compile(
          "\\..+\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.tmp",
          Pattern.DOTALL);

  private AtomicFile() {}

  /**
   * Writes a file, and the folders above it where they are missing.
   *
   * @param target any Hadoop path
   * @throws IOException if it cannot be written; nothing is left behind then
   */
  public static void write(Path target, Configuration hadoop, Content content) throws IOException {
    FileSystem files = files(target, hadoop);
    if (!files.mkdirs(target.getParent())) {
      throw new IOException("cannot make the folder " + target.getParent());
    }
    // Renaming onto a folder would put the file into it, under its temporary name.
    if (files.exists(target) && files.getFileStatus(target).isDirectory()) {
      throw new IOException(target + " is a folder");
    }
    Path temporary = temporary(target);
    try {
      try (OutputStream out = new BufferedOutputStream(files.create(temporary, true), 1 << 16)) {
        content.writeTo(out);
      }
      rename(files, temporary, target);
    } catch (FSError e) {
      // What Hadoop makes of a full local disk: an Error, which a caller would take for a bug.
      IOException problem = new IOException(e.getCause().getMessage(), e);
      removeQuietly(files, temporary, problem);
      throw problem;
    } catch (IOException | RuntimeException | Error e) {
      removeQuietly(files, temporary, e);
      throw e;
    }
  }

  /** A name beside a file that no other has; {@link #removeLeftOvers} knows it. */
  public static Path temporary(Path target) {
    return new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
  }

  /**
   * Removes temporary files that processes which died left in a folder; not in folders inside it.
   *
   * @param folder need not be there
   * @param before younger files may belong to processes that still write, and stay
   * @return how many were removed
   * @throws IOException if the folder cannot be read or a file not be removed
   */
  public static int removeLeftOvers(Path folder, Instant before, Configuration hadoop)
      throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    if (!files.exists(folder) || !files.getFileStatus(folder).isDirectory()) {
      return 0;
    }
    int removed = 0;
    for (FileStatus file :
        files.listStatus(folder, path -> TEMPORARY.matcher(path.getName()).matches())) {
      boolean isOld = file.isFile() && file.getModificationTime() < before.toEpochMilli();
      if (isOld && files.delete(file.getPath(), false)) {
        removed++;
      }
    }
    return removed;
  }

  /**
   * The file system of a path, as results are written to it. People edit and copy result files; a
   * stale .crc beside one would make it unreadable. On a local one the umask of this process holds.
   *
   * @throws IOException if there is none
   */
  public static FileSystem files(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    FileSystem plain = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    if (plain instanceof RawLocalFileSystem raw) {
      ProcessUmask.heed(raw);
    }
    return plain;
  }

  private static void rename(FileSystem files, Path temporary, Path target) throws IOException {
    if (renamed(files, temporary, target)) {
      return;
    }
    // HDFS and object stores refuse to rename onto a file that is there.
    files.delete(target, false);
    if (!files.rename(temporary, target)) {
      throw new IOException("cannot rename " + temporary + " to " + target);
    }
  }

  private static boolean renamed(FileSystem files, Path temporary, Path target) throws IOException {
    try {
      return files.rename(temporary, target);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void removeQuietly(FileSystem files, Path temporary, Throwable reason) {
    try {
      files.delete(temporary, false);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
