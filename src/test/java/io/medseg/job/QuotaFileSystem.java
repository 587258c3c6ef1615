package io.medseg.job;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** The local file system as quota:/, with room for a number of bytes in all files together. */
public final class QuotaFileSystem extends RawLocalFileSystem {
  private static final AtomicLong ROOM = new AtomicLong();

  /** Sets how many bytes can be written from now on. */
  static void room(long bytes) {
    ROOM.set(bytes);
  }

  /** How many are left. */
  static long left() {
    return ROOM.get();
  }

  @Override
  public URI getUri() {
    return URI.create("quota:///");
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(out, null) {
      @Override
      public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (ROOM.addAndGet(-length) < 0) {
          throw new IOException("No space left on device");
        }
        super.write(bytes, offset, length);
      }
    };
  }
}
