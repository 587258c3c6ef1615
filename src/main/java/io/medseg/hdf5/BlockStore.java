package io.medseg.hdf5;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps the bytes of one file of another host, on this one. */
sealed interface BlockStore extends Closeable {
  /** Takes the bytes at a position. */
  void write(long position, byte[] bytes, int count) throws IOException;

  /** Gives bytes that were taken before. */
  void read(long position, byte[] target, int offset, int length) throws IOException;

  /** In the heap. */
  record Memory(byte[] file) implements BlockStore {
    @Override
    public void write(long position, byte[] bytes, int count) {
      System.arraycopy(bytes, 0, file, (int) position, count);
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
      System.arraycopy(file, (int) position, target, offset, length);
    }

    @Override
    public void close() {
      // holds nothing but memory
    }
  }

  /**
   * In a file of {@code java.io.tmpdir} without a name, which is gone with the process, however
   * that ends.
   */
  record Disk(FileChannel channel) implements BlockStore {
    static Disk create() throws IOException {
      Path file = Files.createTempFile("medseg-", ".h5");
      try {
        return new Disk(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
      } finally {
        Files.delete(file);
      }
    }

    @Override
    public void write(long position, byte[] bytes, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer, position + buffer.position());
      }
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
      for (int done = 0; done < length; ) {
        buffer.limit(offset + Math.min(length, done + LocalSource.PIECE));
        int count = channel.read(buffer, position + done);
        if (count < 0) {
          throw new IOException("the copy in " + System.getProperty("java.io.tmpdir") + " is cut");
        }
        done += count;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
