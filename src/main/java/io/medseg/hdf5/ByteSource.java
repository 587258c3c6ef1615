package io.medseg.hdf5;

import java.io.Closeable;
import java.io.IOException;

/**
 * The bytes of one file, by position, wherever they lie. A read fills what it was given or fails;
 * there are no short reads. One thread at a time.
 */
interface ByteSource extends Closeable {
  /** Bytes in the file. */
  long size();

  /** Bytes of it that are held in the heap until it is closed, whatever is read. */
  default long heldBytes() {
    return 0;
  }

  /**
   * Fills {@code length} bytes of the target from {@code offset}.
   *
   * @throws java.io.EOFException if the range is not wholly inside the file
   */
  void read(long position, byte[] target, int offset, int length) throws IOException;
}
