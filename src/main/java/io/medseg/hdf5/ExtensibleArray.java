package io.medseg.hdf5;

/**
 * The chunk index of a dataset of which one axis may grow without limit: a first block of elements,
 * then blocks that double in size, the larger ones under blocks of their own and in pages.
 */
final class ExtensibleArray {
  private static final String NAME = "chunk index (extensible array)";
  private static final int CHECKSUM = 4;

  private final Metadata metadata;
  private final long address;
  private final ChunkArray chunks;
  private final int client;
  private final int elementSize;
  private final int indexBits;
  private final int inIndex;
  private final int leastInBlock;
  private final int leastPointers;
  private final long page;
  private final long indexBlock;

  private ExtensibleArray(Metadata metadata, long address, ChunkArray chunks) {
    this.metadata = metadata;
    this.address = address;
    this.chunks = chunks;
    int lengthWidth = metadata.read(address, 0, NAME).lengthWidth();
    int size = 4 + 8 + 6 * lengthWidth + metadata.addressWidth() + CHECKSUM;
    Fields head = metadata.checked(address, size, "EAHD", NAME);
    head.version(0, 0);
    client = head.u8();
    elementSize = head.u8();
    indexBits = head.u8();
    inIndex = head.u8();
    leastInBlock = head.u8();
    leastPointers = head.u8();
    int pageBits = head.u8();
    head.skip(6L * lengthWidth);
    indexBlock = head.address();
    chunks.check(head, client, elementSize);
    boolean sane =
        indexBits <= 62
            && Integer.bitCount(leastInBlock) == 1
            && Integer.bitCount(leastPointers) == 1
            && pageBits <= 31
            && superBlocks() > direct();
    if (!sane) {
      throw head.damaged("its sizes do not fit");
    }
    page = 1L << pageBits;
  }

  static void read(Metadata metadata, long address, ChunkArray chunks) {
    ExtensibleArray array = new ExtensibleArray(metadata, address, chunks);
    if (array.indexBlock != Fields.UNDEFINED) {
      array.readIndex();
    }
  }

  /** Groups of blocks of one size. */
  private int superBlocks() {
    return 1 + indexBits - Integer.numberOfTrailingZeros(leastInBlock);
  }

  /** How many of these groups have no block of their own. */
  private int direct() {
    return 2 * Integer.numberOfTrailingZeros(leastPointers);
  }

  private static long blocks(int group) {
    return 1L << group / 2;
  }

  private long elements(int group) {
    return (1L << (group + 1) / 2) * leastInBlock;
  }

  private int offsetWidth() {
    return (indexBits + 7) / 8;
  }

  private void readIndex() {
    int directBlocks = 2 * (leastPointers - 1);
    int others = superBlocks() - direct();
    long pointers = (long) (directBlocks + others) * metadata.addressWidth();
    long size = 4 + 2 + metadata.addressWidth() + (long) inIndex * elementSize + pointers;
    Fields index = metadata.checked(indexBlock, size + CHECKSUM, "EAIB", NAME);
    checkOwner(index);
    chunks.read(index, 0, inIndex, elementSize);
    long first = inIndex;
    long before = 0;
    for (int group = 0; group < direct(); group++) {
      // libhdf5 adds the blocks of earlier groups once more to the offset that it stores.
      long added = before * elements(group);
      for (long i = 0; i < blocks(group); i++, first += elements(group)) {
        block(index.address(), first, elements(group), added);
      }
      before += blocks(group);
    }
    for (int group = direct(); group < superBlocks(); group++) {
      long at = index.address();
      if (at != Fields.UNDEFINED) {
        superBlock(at, group, first);
      }
      first += blocks(group) * elements(group);
    }
  }

  private void checkOwner(Fields block) {
    block.version(0, 0);
    if (block.u8() != client || block.address() != address) {
      throw block.damaged("a block is in the wrong place");
    }
  }

  private void checkPlace(Fields block, long first, long added) {
    checkOwner(block);
    long offset = block.number(offsetWidth()) - (first - inIndex);
    if (offset != 0 && offset != added) {
      throw block.damaged("a block is in the wrong place");
    }
  }

  private void superBlock(long at, int group, long first) {
    long pages = elements(group) > page ? elements(group) / page : 0;
    long bitmap = (pages + 7) / 8 * blocks(group);
    long size = 4 + 2 + metadata.addressWidth() + offsetWidth() + bitmap;
    long pointers = blocks(group) * metadata.addressWidth();
    Fields block = metadata.checked(at, size + pointers + CHECKSUM, "EASB", NAME);
    checkPlace(block, first, 0);
    byte[] written = block.bytes(bitmap);
    long start = first;
    for (int i = 0; i < blocks(group); i++, start += elements(group)) {
      long child = block.address();
      if (pages == 0) {
        block(child, start, elements(group), 0);
      } else if (child != Fields.UNDEFINED) {
        pages(child, start, pages, written, i * pages);
      }
    }
  }

  /**
   * @param added what its stored offset may have in addition to its place
   */
  private void block(long at, long first, long count, long added) {
    if (at == Fields.UNDEFINED) {
      return;
    }
    long size = 4 + 2 + metadata.addressWidth() + offsetWidth() + count * elementSize;
    Fields block = metadata.checked(at, size + CHECKSUM, "EADB", NAME);
    checkPlace(block, first, added);
    chunks.read(block, first, count, elementSize);
  }

  /**
   * @param written one bit for each page
   * @param bit of the first page
   */
  private void pages(long at, long first, long pages, byte[] written, long bit) {
    long prefix = 4 + 2 + metadata.addressWidth() + offsetWidth() + CHECKSUM;
    checkPlace(metadata.checked(at, prefix, "EADB", NAME), first, 0);
    long pageBytes = page * elementSize + CHECKSUM;
    for (long i = 0; i < pages; i++) {
      int index = Math.toIntExact(bit + i);
      if ((written[index / 8] & 0x80 >>> index % 8) != 0) {
        Fields fields = metadata.unsigned(at + prefix + i * pageBytes, pageBytes, NAME);
        chunks.read(fields, first + i * page, page, elementSize);
      }
    }
  }
}
