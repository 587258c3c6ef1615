package io.medseg.hdf5;

/** The chunk index of a dataset that may grow to a limit: an array, in pages if it is large. */
final class FixedArray {
  private static final String NAME = "chunk index (fixed array)";
  private static final int CHECKSUM = 4;

  private FixedArray() {}

  static void read(Metadata metadata, long address, ChunkArray chunks) {
    int lengthWidth = metadata.read(address, 0, NAME).lengthWidth();
    int size = 4 + 1 + 1 + 1 + 1 + lengthWidth + metadata.addressWidth() + CHECKSUM;
    Fields head = metadata.checked(address, size, "FAHD", NAME);
    head.version(0, 0);
    int client = head.u8();
    int elementSize = head.u8();
    int pageBits = head.u8();
    long count = head.length();
    long block = head.address();
    chunks.check(head, client, elementSize);
    if (count != chunks.total() || pageBits > 31) {
      throw head.damaged("it has %d chunks; expected %d".formatted(count, chunks.total()));
    }
    if (block != Fields.UNDEFINED) {
      block(metadata, block, address, client, count, elementSize, pageBits, chunks);
    }
  }

  private static void block(
      Metadata metadata,
      long at,
      long owner,
      int client,
      long count,
      int elementSize,
      int pageBits,
      ChunkArray chunks) {
    long page = 1L << pageBits;
    boolean isPaged = count > page;
    long pages = isPaged ? (count + page - 1) / page : 0;
    long prefix = 4 + 1 + 1 + metadata.addressWidth() + (pages + 7) / 8;
    long content = isPaged ? 0 : count * elementSize;
    Fields block = metadata.checked(at, prefix + content + CHECKSUM, "FADB", NAME);
    block.version(0, 0);
    if (block.u8() != client || block.address() != owner) {
      throw block.damaged("a block is in the wrong place");
    }
    if (!isPaged) {
      chunks.read(block, 0, count, elementSize);
      return;
    }
    byte[] written = block.bytes((pages + 7) / 8);
    long place = at + prefix + CHECKSUM;
    for (int i = 0; i < pages; i++, place += page * elementSize + CHECKSUM) {
      long elements = Math.min(page, count - i * page);
      if ((written[i / 8] & 0x80 >>> i % 8) != 0) {
        Fields fields = metadata.unsigned(place, elements * elementSize + CHECKSUM, NAME);
        chunks.read(fields, i * page, elements, elementSize);
      }
    }
  }
}
