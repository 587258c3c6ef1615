package io.medseg.hdf5;

import io.medseg.hdf5.DataLayout.Chunked;

/** Reads where the chunks of a dataset lie, from an index of any kind. */
final class ChunkIndex {
  private final Metadata metadata;
  private final Dataspace space;
  private final Chunked layout;
  private final int chunkBytes;
  private final boolean isFiltered;

  /**
   * @param chunkBytes of a chunk without filters
   * @param isFiltered whether the dataset has filters
   */
  ChunkIndex(
      Metadata metadata, Dataspace space, Chunked layout, int chunkBytes, boolean isFiltered) {
    this.metadata = metadata;
    this.space = space;
    this.layout = layout;
    this.chunkBytes = chunkBytes;
    this.isFiltered = isFiltered;
  }

  ChunkTable read() {
    int[] chunk = layout.lengths();
    ChunkTable table = new ChunkTable(space.lengths(), chunk, chunkBytes, isFiltered);
    long address = layout.address();
    if (address == Fields.UNDEFINED) {
      return table;
    }
    ChunkNumbers numbers = new ChunkNumbers(table, space, chunk);
    checkGrowth(numbers.unlimitedAxes());
    ChunkArray array = new ChunkArray(numbers, chunkBytes, isFiltered);
    switch (layout.index()) {
      case OLD_B_TREE -> new ChunkTree(metadata, table, chunk).readOld(address);
      case B_TREE -> new ChunkTree(metadata, table, chunk).read(address, chunkBytes, isFiltered);
      case FIXED_ARRAY -> FixedArray.read(metadata, address, array);
      case EXTENSIBLE_ARRAY -> ExtensibleArray.read(metadata, address, array);
      case IMPLICIT -> implicit(numbers);
      case SINGLE -> single(numbers);
    }
    return table;
  }

  /** An index that numbers its chunks does so by the axes that may grow. */
  private void checkGrowth(int unlimitedAxes) {
    int expected =
        switch (layout.index()) {
          case OLD_B_TREE, B_TREE -> unlimitedAxes;
          case EXTENSIBLE_ARRAY -> 1;
          case FIXED_ARRAY, IMPLICIT, SINGLE -> 0;
        };
    if (unlimitedAxes != expected) {
      throw new Refusal(
          "its layout message is damaged: %d axes may grow without limit; its chunk index is for %d"
              .formatted(unlimitedAxes, expected));
    }
  }

  /** One after another, without filters. */
  private void implicit(ChunkNumbers numbers) {
    if (isFiltered || numbers.total() > metadata.fileSize() / chunkBytes + 1) {
      throw new Refusal("its layout message is damaged: its chunks cannot lie in one piece");
    }
    for (long i = 0; i < numbers.total(); i++) {
      numbers.put(i, layout.address() + i * chunkBytes, chunkBytes, 0);
    }
  }

  private void single(ChunkNumbers numbers) {
    if (numbers.total() != 1 || isFiltered != (layout.single() != null)) {
      throw new Refusal(
          "its layout message is damaged: it is more than the one chunk that it says");
    }
    boolean isStated = layout.single() != null;
    numbers.put(
        0,
        layout.address(),
        isStated ? layout.single().size() : chunkBytes,
        isStated ? layout.single().mask() : 0);
  }
}
