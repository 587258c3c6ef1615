package io.medseg.hdf5;

import io.jhdf.api.Group;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.indexing.ChunkImpl;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndexWriter;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayout;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import io.medseg.volume.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A dataset H x W x D x C, compressed by shuffle and gzip, in chunks of neighbouring rows of one
 * plane, all of W and C. So it is written plane by plane, with one chunk in memory, and a slice is
 * read back without its neighbours.
 */
final class PlaneDataset extends StreamedDataset {
  /** Fits the chunk cache of HDF5, so that readers of parts decompress a chunk once. */
  private static final int CHUNK_BYTES = 1 << 20;

  private static final int SHUFFLE = 2;
  private static final int DEFLATE = 1;

  private final Hdf5Writer.PlaneSource source;
  private final int level;
  private final int rows;
  private final int bands;

  /**
   * @param shape H x W x D x C
   * @param level of gzip, 1 to 9
   */
  PlaneDataset(
      String name,
      Group parent,
      Shape shape,
      DataType type,
      int level,
      Hdf5Writer.PlaneSource source) {
    super(name, parent, shape, type);
    this.source = source;
    this.level = level;
    int rowBytes = Math.multiplyExact(shape.get(1) * shape.get(3), type.getSize());
    int most = Math.max(1, Math.min(CHUNK_BYTES / rowBytes, shape.get(0)));
    this.bands = (shape.get(0) + most - 1) / most;
    // Bands of one height, as near as can be: padding is compressed and stored, too.
    this.rows = (shape.get(0) + bands - 1) / bands;
  }

  /** Writes header, chunks and their index from a position on; returns the position behind them. */
  @Override
  public long write(HdfFileChannel file, long position) {
    long at = position + header(file, position, messages(layout(0, 0))).limit();
    List<Chunk> chunks = writeChunks(file, at);
    Chunk last = chunks.get(chunks.size() - 1);
    long end = last.getAddress() + last.getSize();
    ChunkedDataLayoutMessageV4 layout = layout(last.getAddress(), last.getSize());
    if (chunks.size() > 1) {
      ByteBuffer index = index(chunks, end);
      layout = layout(end, 0);
      end += writeFully(file, index, end);
    }
    writeFully(file, header(file, position, messages(layout)), position);
    file.position(end);
    return end;
  }

  private List<Message> messages(Message layout) {
    return List.of(
        FilterPipelineMessage.create(
            List.of(
                new FilterPipelineMessage.FilterInfo(
                    SHUFFLE, "shuffle", false, new int[] {type().getSize()}),
                new FilterPipelineMessage.FilterInfo(
                    DEFLATE, "deflate", false, new int[] {level}))),
        layout);
  }

  private List<Chunk> writeChunks(HdfFileChannel file, long position) {
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer raw = ByteBuffer.allocate(chunkBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long at = position;
    try (ChunkEncoder encoder = new ChunkEncoder(chunkBytes(), type().getSize(), level)) {
      for (int d = 0; d < shape().get(2); d++) {
        for (int band = 0; band < bands; band++) {
          fill(raw, d, band * rows);
          ByteBuffer encoded = encoder.encode(raw.array());
          int size = encoded.remaining();
          writeFully(file, encoded, at);
          chunks.add(new ChunkImpl(at, size, new long[] {(long) band * rows, 0, d, 0}));
          at += size;
        }
      }
    }
    return chunks;
  }

  /** Rows behind the last of a plane are zeros. */
  private void fill(ByteBuffer raw, int d, int firstRow) {
    int stop = Math.min(firstRow + rows, shape().get(0));
    source.copy(d, firstRow, stop, raw.clear());
    int expected = (stop - firstRow) * chunkBytes() / rows;
    if (raw.position() != expected) {
      throw new IllegalStateException(
          "A source gave " + raw.position() + " bytes for " + expected + " of plane " + d);
    }
    while (raw.hasRemaining()) {
      raw.put((byte) 0);
    }
  }

  /** Chunks are listed in the row-major order of their places, all on one page. */
  private ByteBuffer index(List<Chunk> chunks, long address) {
    List<Chunk> ordered = new ArrayList<>(chunks);
    Collections.sort(
        ordered,
        Comparator.<Chunk>comparingLong(chunk -> chunk.getChunkOffset()[0])
            .thenComparingLong(chunk -> chunk.getChunkOffset()[2]));
    return FixedArrayIndexWriter.createFixedArray(
        ordered, address, chunkBytes(), true, pageBits(chunks.size()));
  }

  private ChunkedDataLayoutMessageV4 layout(long address, int size) {
    int[] chunk = {rows, shape().get(1), 1, shape().get(3), type().getSize()};
    long count = (long) bands * shape().get(2);
    return count == 1
        ? ChunkedDataLayoutMessageV4.createFilteredSingleChunk(address, chunk, size)
        : ChunkedDataLayoutMessageV4.createFixedArray(address, chunk, pageBits(count));
  }

  private static int pageBits(long chunks) {
    return Math.max(10, Long.SIZE - Long.numberOfLeadingZeros(chunks - 1));
  }

  private int chunkBytes() {
    return rows * shape().get(1) * shape().get(3) * type().getSize();
  }

  @Override
  public DataLayout getDataLayout() {
    return DataLayout.CHUNKED;
  }
}
