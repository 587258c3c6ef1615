package io.medseg.hdf5;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of this machine, read by position. Not mapped: mappings outlive the file object, and many
 * small ones are slower than reads.
 */
final class LocalSource implements ByteSource {
  /**
   * Bytes to ask for at once: the JDK copies them through memory outside the heap that it keeps for
   * each thread.
   */
  static final int PIECE = 1 << 20;

  private final FileChannel channel;
  private final long size;

  LocalSource(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    size = channel.size();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    long at = position;
    while (buffer.position() < offset + length) {
      buffer.limit(Math.min(offset + length, buffer.position() + PIECE));
      int count = position < 0 ? -1 : channel.read(buffer, at);
      if (count < 0) {
        throw new EOFException(
            length + " bytes at " + position + " of a file of " + size + " bytes");
      }
      at += count;
    }
    ReadMeter.add(length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
