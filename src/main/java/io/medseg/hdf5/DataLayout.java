package io.medseg.hdf5;

/** How a dataset's elements are laid out, as its header says. */
sealed interface DataLayout {
  /** In the header itself. */
  record Compact(byte[] bytes) implements DataLayout {}

  /**
   * In one piece.
   *
   * @param size bytes, {@link Fields#UNDEFINED} if the header does not say
   */
  record Contiguous(long address, long size) implements DataLayout {}

  /**
   * In chunks.
   *
   * @param lengths of a chunk's axes, in elements
   * @param elementSize bytes
   * @param index which kind of index lists them
   * @param address of the index, {@link Fields#UNDEFINED} if no chunk was ever written
   * @param unfilteredEdges whether chunks that reach beyond the dataset are stored without filters
   * @param single the only chunk, if the index is {@link Index#SINGLE} and there are filters
   */
  record Chunked(
      int[] lengths,
      long elementSize,
      Index index,
      long address,
      boolean unfilteredEdges,
      SingleChunk single)
      implements DataLayout {}

  /** Stored bytes of the only chunk, and the filters that were left out. */
  record SingleChunk(long size, int mask) {}

  /** Kinds of chunk indices; all but the first came with HDF5 1.10. */
  enum Index {
    OLD_B_TREE,
    SINGLE,
    IMPLICIT,
    FIXED_ARRAY,
    EXTENSIBLE_ARRAY,
    B_TREE
  }

  /** Reads a layout message; versions 4 and 5 differ in what the indices hold. */
  static DataLayout of(Fields fields) {
    int version = fields.version(1, 5);
    return version < 3 ? LayoutReader.early(fields) : LayoutReader.late(fields, version);
  }
}
