package io.medseg.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A {@link ByteSource} as jhdf wants it. Every read fills its buffer up to the end of the file:
 * jhdf 0.13 repeats a short read at the same position and so corrupts data. Mapping is refused, on
 * which jhdf falls back to reads.
 */
final class SourceChannel extends FileChannel {
  private final ByteSource source;
  private long position;

  SourceChannel(ByteSource source) {
    this.source = source;
  }

  @Override
  public int read(ByteBuffer target, long at) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    if (at < 0) {
      throw new IllegalArgumentException("negative position " + at);
    }
    if (at >= source.size()) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), source.size() - at);
    if (target.hasArray()) {
      source.read(at, target.array(), target.arrayOffset() + target.position(), count);
      target.position(target.position() + count);
    } else {
      byte[] bytes = new byte[count];
      source.read(at, bytes, 0, count);
      target.put(bytes);
    }
    return count;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = read(target, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      int count = read(targets[i]);
      if (count < 0) {
        return total == 0 ? -1 : total;
      }
      total += count;
    }
    return total;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long length) {
    throw new UnsupportedOperationException("not mapped");
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw new NonWritableChannelException();
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) {
    throw new NonWritableChannelException();
  }

  @Override
  public int write(ByteBuffer bytes, long at) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileChannel truncate(long length) {
    throw new NonWritableChannelException();
  }

  @Override
  public void force(boolean metaData) {
    // nothing is ever written
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException("read only by position");
  }

  @Override
  public long transferFrom(ReadableByteChannel bytes, long at, long count) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileLock lock(long at, long length, boolean shared) {
    throw new UnsupportedOperationException("no locks");
  }

  @Override
  public FileLock tryLock(long at, long length, boolean shared) {
    throw new UnsupportedOperationException("no locks");
  }

  @Override
  protected void implCloseChannel() throws IOException {
    source.close();
  }
}
