package io.medseg.job;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;

/**
 * A stream, and what is read of it. File systems answer long reads in pieces (HDFS in packets of 64
 * KiB), after each of which the reader asks for the rest: that is one call.
 */
final class MeteredStream extends FSInputStream {
  private final FSDataInputStream stream;
  private final Consumer<ReadCount> meter;
  private long restPosition = -1;
  private int rest;

  MeteredStream(FSDataInputStream stream, Consumer<ReadCount> meter) {
    this.stream = stream;
    this.meter = meter;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    long position = stream.getPos();
    if (position != restPosition || length != rest) {
      meter.accept(ReadCount.called(length));
    }
    int count = stream.read(target, offset, length);
    restPosition = position + count;
    rest = length - count;
    return came(count);
  }

  @Override
  public int read() throws IOException {
    meter.accept(ReadCount.called(1));
    int value = stream.read();
    came(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    meter.accept(ReadCount.called(length));
    return came(stream.read(position, target, offset, length));
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int length) throws IOException {
    meter.accept(ReadCount.called(length));
    stream.readFully(position, target, offset, length);
    came(length);
  }

  private int came(int count) {
    meter.accept(ReadCount.came(Math.max(0, count)));
    return count;
  }

  @Override
  public void seek(long position) throws IOException {
    stream.seek(position);
  }

  @Override
  public long getPos() throws IOException {
    return stream.getPos();
  }

  @Override
  public boolean seekToNewSource(long position) throws IOException {
    return stream.seekToNewSource(position);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
