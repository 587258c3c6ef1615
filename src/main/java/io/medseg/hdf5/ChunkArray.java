package io.medseg.hdf5;

/**
 * Elements of a fixed or an extensible array, one after another, each of which says where a chunk
 * lies.
 */
final class ChunkArray {
  private static final int MASK = 4;

  private final ChunkNumbers numbers;
  private final int chunkBytes;
  private final boolean isFiltered;

  ChunkArray(ChunkNumbers numbers, int chunkBytes, boolean isFiltered) {
    this.numbers = numbers;
    this.chunkBytes = chunkBytes;
    this.isFiltered = isFiltered;
  }

  /** Chunks of the largest shape. */
  long total() {
    return numbers.total();
  }

  /** Checks what an array says of its elements: 0 are plain chunks, 1 filtered ones. */
  void check(Fields head, int client, int elementSize) {
    int least = head.addressWidth() + (isFiltered ? MASK + 1 : 0);
    int most = head.addressWidth() + (isFiltered ? MASK + 8 : 0);
    if (client != (isFiltered ? 1 : 0) || elementSize < least || elementSize > most) {
      throw head.damaged("its elements do not fit");
    }
  }

  /** Reads so many elements, the first of them with a number. */
  void read(Fields fields, long first, long count, int elementSize) {
    for (long i = 0; i < count; i++) {
      long address = fields.address();
      long size =
          isFiltered ? fields.number(elementSize - fields.addressWidth() - MASK) : chunkBytes;
      int mask = isFiltered ? (int) fields.u32() : 0;
      if (address != Fields.UNDEFINED) {
        numbers.put(first + i, address, size, mask);
      }
    }
  }
}
