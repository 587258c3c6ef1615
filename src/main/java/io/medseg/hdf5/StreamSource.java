package io.medseg.hdf5;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file of any Hadoop file system, read mostly onwards; streams may return short reads. */
final class StreamSource implements ByteSource {
  private final FSDataInputStream stream;
  private final long size;

  StreamSource(FSDataInputStream stream, long size) {
    this.stream = stream;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    if (position < 0) {
      throw new EOFException(length + " bytes at " + position);
    }
    // Going on from where it is, the stream keeps its connection; a positioned read would make one.
    stream.seek(position);
    stream.readFully(target, offset, length);
    ReadMeter.add(length);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
