package io.medseg.hdf5;

import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import java.util.List;
import java.util.Map;

/** Where the elements of a dataset lie. */
sealed interface Storage {
  /** Nothing was ever written: every element is the fill value. */
  record Unallocated() implements Storage {}

  /** Inside the header, row-major. */
  record Compact(byte[] bytes) implements Storage {}

  /** In one piece, row-major, from a position of the file. */
  record Contiguous(long position) implements Storage {}

  /**
   * In chunks; those that are not listed, or have no address, hold the fill value.
   *
   * @param lengths of the axes of a chunk; may exceed the dataset
   * @param pipeline filters, in the order in which they were applied
   * @param chunks by offset of their first element
   * @param base what is added to a chunk's address
   */
  record Chunked(int[] lengths, List<Filter> pipeline, Map<ChunkOffset, Chunk> chunks, long base)
      implements Storage {}
}
