package io.medseg.hdf5;

import java.util.List;

/** Where the elements of a dataset lie. */
sealed interface Storage {
  /** Nothing was ever written: every element is the fill value. */
  record Unallocated() implements Storage {}

  /** Inside the header, row-major. */
  record Compact(byte[] bytes) implements Storage {}

  /** In one piece, row-major, from a position of the file. */
  record Contiguous(long position) implements Storage {}

  /**
   * In chunks; those that are not listed hold the fill value.
   *
   * @param lengths of the axes of a chunk; may exceed the dataset
   * @param pipeline filters, in the order in which they were applied
   * @param unfilteredEdges whether chunks that reach beyond the dataset went through no filter
   * @param chunks where they lie
   * @param base what is added to a chunk's address
   */
  record Chunked(
      int[] lengths, List<Filter> pipeline, boolean unfilteredEdges, ChunkTable chunks, long base)
      implements Storage {}
}
