package io.medseg.hdf5;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Walks over a dataset in the order in which it lies, one chunk or about 1 MiB of whole rows at a
 * time, so that no more than that is held besides the result.
 */
final class BlockReader {
  /** Large enough for full disk and network speed, small enough for the processor's cache. */
  static final int ROWS_BYTES = 1 << 20;

  private final ByteSource source;
  private final ChunkDecoder decoder;

  BlockReader(ByteSource source, ChunkDecoder decoder) {
    this.source = source;
    this.decoder = decoder;
  }

  /** Hands every element of the array to the sink. */
  void read(StoredArray array, Block.Sink sink) throws IOException {
    read(array, PlaneRange.ALL, sink);
  }

  /** Hands every block with elements of the range to the sink. */
  void read(StoredArray array, PlaneRange range, Block.Sink sink) throws IOException {
    int[] lengths = Arrays.stream(array.lengths()).mapToInt(Math::toIntExact).toArray();
    Storage storage = array.storage();
    if (storage instanceof Storage.Chunked chunked) {
      readChunks(array, lengths, chunked, range, sink);
    } else {
      readRows(array, lengths, storage, range, sink);
    }
  }

  private void readRows(
      StoredArray array, int[] lengths, Storage storage, PlaneRange range, Block.Sink sink)
      throws IOException {
    int size = array.element().size();
    BlockGrid grid = new BlockGrid(lengths, rows(lengths, size));
    byte[] bytes = new byte[Math.multiplyExact(grid.largest(), size)];
    if (storage instanceof Storage.Unallocated) {
      fill(bytes, bytes.length, array.fill());
    }
    while (grid.next()) {
      if (!range.meets(grid.origin(), grid.extent())) {
        continue;
      }
      int count = product(grid.extent()) * size;
      long offset = grid.firstElement() * size;
      if (storage instanceof Storage.Contiguous contiguous) {
        source.read(contiguous.position() + offset, bytes, 0, count);
      } else if (storage instanceof Storage.Compact compact) {
        System.arraycopy(compact.bytes(), (int) offset, bytes, 0, count);
      }
      sink.accept(new Block(bytes, grid.extent(), grid.origin(), grid.extent()));
    }
  }

  /** A box of whole rows, at most {@link #ROWS_BYTES} unless one element is larger. */
  private static int[] rows(int[] lengths, int elementSize) {
    int[] rows = new int[lengths.length];
    Arrays.fill(rows, 1);
    long room = ROWS_BYTES / elementSize;
    for (int i = lengths.length - 1; i >= 0 && room > 0; i--) {
      rows[i] = (int) Math.max(1, Math.min(lengths[i], room));
      room = rows[i] == lengths[i] ? room / rows[i] : 0;
    }
    return rows;
  }

  private void readChunks(
      StoredArray array, int[] lengths, Storage.Chunked storage, PlaneRange range, Block.Sink sink)
      throws IOException {
    int chunkBytes = product(storage.lengths()) * array.element().size();
    byte[] filled = null;
    BlockGrid grid = new BlockGrid(lengths, storage.lengths());
    while (grid.next()) {
      if (!range.meets(grid.origin(), grid.extent())) {
        continue;
      }
      int chunk = storage.chunks().index(grid.origin());
      byte[] bytes;
      if (storage.chunks().has(chunk)) {
        boolean isWhole = Arrays.equals(grid.extent(), storage.lengths());
        bytes = decoded(chunk, storage, isWhole, chunkBytes);
      } else {
        if (filled == null) {
          filled = new byte[chunkBytes];
          fill(filled, chunkBytes, array.fill());
        }
        bytes = filled;
      }
      sink.accept(new Block(bytes, storage.lengths(), grid.origin(), grid.extent()));
    }
  }

  private byte[] decoded(int chunk, Storage.Chunked storage, boolean isWhole, int chunkBytes)
      throws IOException {
    int stored = storage.chunks().size(chunk);
    long position = storage.chunks().address(chunk) + storage.base();
    if (stored < 0 || position < 0 || position > source.size() - stored) {
      throw new Refusal(
          "a chunk of %d bytes at %d lies beyond the end of the file (%d bytes)"
              .formatted(stored, position, source.size()));
    }
    source.read(position, decoder.input(stored), 0, stored);
    boolean isFiltered = isWhole || !storage.unfilteredEdges();
    BitSet skipped = BitSet.valueOf(new long[] {storage.chunks().mask(chunk) & 0xffff_ffffL});
    return decoder.decode(isFiltered ? storage.pipeline() : List.of(), skipped, chunkBytes);
  }

  private static void fill(byte[] bytes, int length, byte[] value) {
    for (int i = 0; i < length; i++) {
      bytes[i] = value[i % value.length];
    }
  }

  private static int product(int[] lengths) {
    int product = 1;
    for (int length : lengths) {
      product = Math.multiplyExact(product, length);
    }
    return product;
  }
}
