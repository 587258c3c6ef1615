package io.medseg.hdf5;

import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves the many tiny reads of HDF5 metadata (a few dozen bytes each) from a few aligned blocks;
 * large reads go straight through.
 */
final class BlockCache implements ByteSource {
  /** Opening a file and finding a dataset takes one or two fetches of this size. */
  private static final int BLOCK = 1 << 20;

  /** Enough for the B-trees of thousands of groups. */
  private static final int BLOCKS = 16;

  /** From here on the copy through a block costs more than a request of its own. */
  private static final int DIRECT = 256 << 10;

  private final ByteSource source;
  private final Map<Long, byte[]> blocks =
      new LinkedHashMap<>(2 * BLOCKS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > BLOCKS;
        }
      };

  BlockCache(ByteSource source) {
    this.source = source;
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    if (position < 0 || position > size() - length) {
      throw new EOFException(
          length + " bytes at " + position + " of a file of " + size() + " bytes");
    }
    if (length >= DIRECT) {
      source.read(position, target, offset, length);
      return;
    }
    int done = 0;
    while (done < length) {
      long index = (position + done) / BLOCK;
      byte[] block = block(index);
      int from = (int) (position + done - index * BLOCK);
      int count = Math.min(block.length - from, length - done);
      System.arraycopy(block, from, target, offset + done, count);
      done += count;
    }
  }

  private byte[] block(long index) throws IOException {
    byte[] block = blocks.get(index);
    if (block == null) {
      block = new byte[(int) Math.min(BLOCK, size() - index * BLOCK)];
      source.read(index * BLOCK, block, 0, block.length);
      blocks.put(index, block);
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    blocks.clear();
    source.close();
  }
}
