package io.medseg.hdf5;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A file that is written locally, as HDF5 must be, and appears at its place at once and complete:
 * {@link #publish} renames it there, {@link #close} without that removes it.
 */
final class PublishedFile implements Closeable {
  private final FileSystem files;
  private final Path target;
  private final java.nio.file.Path localTarget;
  private final java.nio.file.Path local;

  private PublishedFile(
      FileSystem files, Path target, java.nio.file.Path localTarget, java.nio.file.Path local) {
    this.files = files;
    this.target = target;
    this.localTarget = localTarget;
    this.local = local;
  }

  static PublishedFile create(Path target, Configuration configuration) throws IOException {
    FileSystem files = target.getFileSystem(configuration);
    Path whole = files.makeQualified(target);
    if (files instanceof LocalFileSystem || files instanceof RawLocalFileSystem) {
      java.nio.file.Path place = java.nio.file.Path.of(whole.toUri().getPath());
      Files.createDirectories(place.getParent());
      return new PublishedFile(files, whole, place, place.resolveSibling(temporaryName(target)));
    }
    return new PublishedFile(files, whole, null, Files.createTempFile("medseg", ".h5"));
  }

  private static String temporaryName(Path target) {
    return "." + target.getName() + "." + UUID.randomUUID() + ".tmp";
  }

  /** Where to write. */
  java.nio.file.Path local() {
    return local;
  }

  /** Moves what was written to its place. */
  void publish() throws IOException {
    if (localTarget != null) {
      Files.move(
          local, localTarget, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path temporary = new Path(target.getParent(), temporaryName(target));
    try {
      try (OutputStream stream = files.create(temporary)) {
        Files.copy(local, stream);
      }
      files.delete(target, false);
      if (!files.rename(temporary, target)) {
        throw new IOException("cannot rename " + temporary);
      }
    } finally {
      files.delete(temporary, false);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(local);
  }
}
