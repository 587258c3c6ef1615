package io.medseg.hdf5;

import java.io.IOException;
import org.apache.hadoop.fs.FSInputStream;

/** A Hadoop stream over memory that returns at most a few bytes per read, as networks may. */
final class ShortReads extends FSInputStream {
  private final byte[] bytes;
  private final int most;
  private int position;

  ShortReads(byte[] bytes, int most) {
    this.bytes = bytes;
    this.most = most;
  }

  @Override
  public void seek(long newPosition) {
    position = Math.toIntExact(newPosition);
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) {
    return false;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position >= bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(most, length), bytes.length - position);
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    return count;
  }
}
