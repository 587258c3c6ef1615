package io.medseg.hdf5;

import io.medseg.SpecialFiles;
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
   * What is fetched of a remote file up to here is kept in the heap, beside the volume that comes
   * out of it: a usual scan (40 to 120 MB) is below. Of a larger one, or where less memory is meant
   * for an image ({@link Hdf5ScanReader#WHOLE_MAX_BYTES}), it is kept on this host's disk.
   */
  static final long REMOTE_IN_MEMORY = 256L << 20;

  /** Local files up to here (one slice) are read with one call; others lie in the page cache. */
  static final long WHOLE_LOCAL = 2L << 20;

  /** What is going to be read of a file. */
  enum Wanted {
    /** Everything: a slice, which one call fetches. */
    ALL,
    /** The shapes, or some of the datasets. */
    PARTS
  }

  private FileOpener() {}

  static ByteSource open(Path path, Configuration configuration, Wanted wanted) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    if (files instanceof LocalFileSystem || files instanceof RawLocalFileSystem) {
      return openLocal(java.nio.file.Path.of(files.makeQualified(path).toUri().getPath()));
    }
    FileStatus status = files.getFileStatus(path);
    if (status.isDirectory()) {
      throw new IOException("it is a folder");
    }
    long memory = Math.min(REMOTE_IN_MEMORY, ImageMemory.bytes(configuration));
    return openRemote(files.open(path), status.getLen(), memory, wanted);
  }

  private static ByteSource openRemote(
      FSDataInputStream stream, long size, long memory, Wanted wanted) throws IOException {
    try {
      StreamSource source = new StreamSource(stream, size);
      if (size > memory) {
        return new RemoteBlocks(source, BlockStore.Disk.create());
      }
      byte[] bytes = new byte[(int) size];
      if (wanted == Wanted.PARTS) {
        return new RemoteBlocks(source, new BlockStore.Memory(bytes));
      }
      source.read(0, bytes, 0, bytes.length);
      source.close();
      return new MemorySource(bytes);
    } catch (IOException | OutOfMemoryError e) {
      stream.close();
      throw e;
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
    SpecialFiles.refuse(file);
    if (Files.size(file) > WHOLE_LOCAL) {
      return new BlockCache(new LocalSource(file));
    }
    byte[] bytes = Files.readAllBytes(file);
    ReadMeter.add(bytes.length);
    return new MemorySource(bytes);
  }
}
