package io.medseg.hdf5;

import java.io.EOFException;

/** A file that was fetched whole. */
record MemorySource(byte[] bytes) implements ByteSource {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public long heldBytes() {
    return bytes.length;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws EOFException {
    if (position < 0 || position > bytes.length - length) {
      throw new EOFException(
          length + " bytes at " + position + " of a file of " + bytes.length + " bytes");
    }
    System.arraycopy(bytes, (int) position, target, offset, length);
  }

  @Override
  public void close() {
    // holds nothing but memory
  }
}
