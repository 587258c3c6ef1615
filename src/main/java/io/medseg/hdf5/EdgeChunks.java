package io.medseg.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.nio.ByteBuffer;

/**
 * Whether the partial chunks at the far ends of a dataset were left unfiltered (flag
 * H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS). jhdf reads over that flag, so it is looked up in the
 * header: the layout message is found by its lengths, which are known.
 */
final class EdgeChunks {
  private static final int HEADER = 4096;
  private static final byte VERSION = 4;
  private static final byte CHUNKED = 2;

  private EdgeChunks() {}

  static boolean areUnfiltered(HdfFile file, long header, ChunkedDataLayoutMessageV4 layout) {
    long room = file.size() - header - file.getUserBlockSize();
    int length = (int) Math.max(0, Math.min(HEADER, room));
    ByteBuffer bytes = file.getHdfBackingStorage().readBufferFromAddress(header, length);
    int[] lengths = layout.getChunkDimensions();
    for (int width = 1; width <= 8; width++) {
      int size = 5 + lengths.length * width;
      for (int at = 0; at + size < length; at++) {
        if (isLayout(bytes, at, lengths, width)
            && bytes.get(at + size) == layout.getIndexingType()) {
          return (bytes.get(at + 2) & 1) != 0;
        }
      }
    }
    return false;
  }

  /** Version, class, flags, rank, width of a length, lengths. */
  private static boolean isLayout(ByteBuffer bytes, int at, int[] lengths, int width) {
    boolean found =
        bytes.get(at) == VERSION
            && bytes.get(at + 1) == CHUNKED
            && bytes.get(at + 3) == lengths.length
            && bytes.get(at + 4) == width;
    for (int i = 0; found && i < lengths.length * width; i++) {
      long length = lengths[i / width];
      found = bytes.get(at + 5 + i) == (byte) (length >>> 8 * (i % width));
    }
    return found;
  }
}
