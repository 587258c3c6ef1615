package io.medseg.segmentation;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** The local file system as full:/, with room for 50 bytes a file. */
public final class FullFileSystem extends RawLocalFileSystem {
  private static final int ROOM = 50;

  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.full.impl", FullFileSystem.class.getName());
    configuration.setBoolean("fs.full.impl.disable.cache", true);
    return configuration;
  }

  static Path path(java.nio.file.Path folder) {
    return new Path("full:" + folder);
  }

  @Override
  public URI getUri() {
    return URI.create("full:///");
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
        if (getPos() + length > ROOM) {
          writeToFullDevice(bufferSize);
        }
        super.write(bytes, offset, length);
      }
    };
  }

  /** Hadoop makes an Error of it, which has no public constructor. */
  private void writeToFullDevice(int bufferSize) throws IOException {
    Path device = new Path("/dev/full");
    try (FSDataOutputStream out =
        super.create(device, true, bufferSize, (short) 1, 1 << 20, null)) {
      out.write(1);
    }
  }
}
