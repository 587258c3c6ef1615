package io.medseg.hdf5;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Chooses how the bytes of a file are reached. */
final class FileOpener {
  /**
   * Remote files up to here are fetched whole, in one sequential read: chunks lie in the file in
   * any order, and positioned reads of object stores cost a request each. A usual scan (40 to 120
   * MB) is below; a task can hold the file beside the volume that comes out of it. Where less
   * memory is meant for an image ({@link Hdf5ScanReader#WHOLE_MAX_BYTES}), it goes for the file
   * too.
   */
  static final long WHOLE_REMOTE = 256L << 20;

  /** Local files up to here (one slice) are read with one call; others lie in the page cache. */
  static final long WHOLE_LOCAL = 2L << 20;

  private FileOpener() {}

  static ByteSource open(Path path, Configuration configuration) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    if (files instanceof LocalFileSystem || files instanceof RawLocalFileSystem) {
      return openLocal(java.nio.file.Path.of(files.makeQualified(path).toUri().getPath()));
    }
    FileStatus status = files.getFileStatus(path);
    if (status.isDirectory()) {
      throw new IOException("it is a folder");
    }
    FSDataInputStream stream = files.open(path);
    if (status.getLen() > Math.min(WHOLE_REMOTE, ImageMemory.bytes(configuration))) {
      return new BlockCache(new StreamSource(stream, status.getLen()));
    }
    try (stream) {
      byte[] bytes = new byte[(int) status.getLen()];
      stream.readFully(bytes);
      ReadMeter.add(bytes.length);
      return new MemorySource(bytes);
    }
  }

  // Hadoop's own local stream checks .crc files that HDF5 writers do not make, and seeks slowly.
  private static ByteSource openLocal(java.nio.file.Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    if (!Files.exists(file)) {
      throw new FileNotFoundException(file.toString());
    }
    if (Files.size(file) > WHOLE_LOCAL) {
      return new BlockCache(new LocalSource(file));
    }
    byte[] bytes = Files.readAllBytes(file);
    ReadMeter.add(bytes.length);
    return new MemorySource(bytes);
  }
}
