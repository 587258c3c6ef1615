package io.medseg.hdf5;

import java.io.EOFException;
import java.io.IOException;
import java.util.BitSet;

/**
 * A file of another host, of which nothing is fetched twice, so that the network carries at most
 * the file, in about one read per MiB, in whatever order its chunks are decoded. The first few
 * fetches are small: who needs shapes only needs no more. What was fetched is kept until the file
 * is closed.
 */
final class RemoteBlocks implements ByteSource {
  /** Enough for the headers of a dataset; fewer bytes are no cheaper to fetch. */
  private static final int PAGE = 16 << 10;

  /** What makes good use of a network: 1 MiB. */
  private static final int PAGES_OF_BLOCK = 64;

  /** Looking at shapes takes two or three; who asks for more reads the elements. */
  private static final int SMALL_FETCHES = 8;

  private final ByteSource source;
  private final BlockStore store;
  private final int pages;
  private final BitSet fetched = new BitSet();
  private int fetches;

  /**
   * @param source the file, read mostly onwards; closed with this
   * @param store keeps its bytes; closed with this
   */
  RemoteBlocks(ByteSource source, BlockStore store) {
    this.source = source;
    this.store = store;
    // What is left at the end goes with the last page: it may be four bytes.
    this.pages = Math.toIntExact(Math.max(1, source.size() / PAGE));
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public long heldBytes() {
    return store instanceof BlockStore.Memory memory ? memory.file().length : 0;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    if (position < 0 || position > size() - length) {
      throw new EOFException(
          length + " bytes at " + position + " of a file of " + size() + " bytes");
    }
    if (length == 0) {
      return;
    }
    int end = page(position + length - 1) + 1;
    int missing = fetched.nextClearBit(page(position));
    while (missing < end) {
      missing = fetched.nextClearBit(fetch(missing, end));
    }
    store.read(position, target, offset, length);
  }

  private int page(long position) {
    return (int) Math.min(position / PAGE, pages - 1);
  }

  /** Fetches a page and, unless these are the first, what is missing around it; where that ends. */
  private int fetch(int missing, int wanted) throws IOException {
    int first = missing;
    int end = missing + 1;
    // A read of much is one of elements, however early.
    if (fetches++ >= SMALL_FETCHES || wanted - missing > 1) {
      int block = missing / PAGES_OF_BLOCK * PAGES_OF_BLOCK;
      first = Math.max(block, fetched.previousSetBit(missing) + 1);
      int next = fetched.nextSetBit(missing);
      end = Math.min(block + PAGES_OF_BLOCK, next < 0 ? pages : next);
      end = Math.min(end, pages);
    }
    long from = (long) first * PAGE;
    byte[] bytes = new byte[(int) ((end == pages ? size() : (long) end * PAGE) - from)];
    source.read(from, bytes, 0, bytes.length);
    store.write(from, bytes, bytes.length);
    fetched.set(first, end);
    return end;
  }

  @Override
  public void close() throws IOException {
    try (store) {
      source.close();
    }
  }
}
