package io.medseg.hdf5;

import java.util.HashMap;
import java.util.Map;

/**
 * A heap of small things in blocks that double in size: links of large groups and shared messages.
 */
final class FractalHeap {
  private static final String NAME = "fractal heap";
  private static final int CHECKED_BLOCKS = 2;
  private static final int CHECKSUM = 4;
  private static final int MOST_BLOCKS = 64;

  private final Metadata metadata;
  private final long address;
  private final int idLength;
  private final int flags;
  private final long mostManaged;
  private final long hugeTree;
  private final int width;
  private final long startSize;
  private final long mostDirect;
  private final int offsetBits;
  private final long root;
  private final int rootRows;

  /** Direct blocks that were read, by offset in the heap. */
  private final Map<Long, byte[]> blocks = new HashMap<>();

  private Map<Long, long[]> huge;

  static FractalHeap open(Metadata metadata, long address) {
    return new FractalHeap(metadata, address);
  }

  private FractalHeap(Metadata metadata, long address) {
    this.metadata = metadata;
    this.address = address;
    int lengthWidth = metadata.read(address, 0, NAME).lengthWidth();
    int bytes = 26 + 12 * lengthWidth + 3 * metadata.addressWidth();
    Fields fields = metadata.checked(address, bytes, "FRHP", NAME);
    fields.version(0, 0);
    idLength = fields.u16();
    if (fields.u16() != 0) {
      throw new Refusal(
          "the fractal heap at " + address + " is compressed, which is not supported");
    }
    flags = fields.u8();
    mostManaged = fields.u32();
    fields.length();
    hugeTree = fields.address();
    fields.length();
    fields.address();
    fields.skip(8L * lengthWidth);
    width = fields.u16();
    startSize = fields.length();
    mostDirect = fields.length();
    offsetBits = fields.u16();
    fields.u16();
    root = fields.address();
    rootRows = fields.u16();
    boolean sane =
        width > 0
            && Long.bitCount(width) == 1
            && Long.bitCount(startSize) == 1
            && Long.bitCount(mostDirect) == 1
            && mostDirect >= startSize
            && mostDirect <= 1L << 31
            && offsetBits <= 64
            && idLength >= 3;
    if (!sane) {
      throw fields.damaged("its sizes do not fit");
    }
  }

  /** What an identifier stands for. */
  Fields read(byte[] id) {
    Fields fields = fields(id);
    int first = fields.u8();
    if ((first & 0xc0) != 0 || id.length < idLength) {
      throw fields.damaged("an identifier in it is damaged");
    }
    return switch (first >>> 4 & 3) {
      case 0 -> managed(fields);
      case 1 -> huge(fields);
      case 2 -> tiny(fields, first & 0xf);
      default -> throw fields.damaged("an identifier in it is damaged");
    };
  }

  private Fields fields(byte[] bytes) {
    Fields widths = metadata.read(address, 0, NAME);
    return new Fields(bytes, widths.addressWidth(), widths.lengthWidth(), NAME + " at " + address);
  }

  private Fields tiny(Fields id, int low) {
    int length = idLength - 1 > 16 ? low << 8 | id.u8() : low;
    return fields(id.bytes(length + 1));
  }

  private Fields huge(Fields id) {
    int room = id.addressWidth() + id.lengthWidth();
    if (room <= idLength - 1) {
      return metadata.read(id.address(), id.length(), NAME);
    }
    if (huge == null) {
      huge = new HashMap<>();
      BTreeV2.walk(
          metadata,
          hugeTree,
          1,
          record -> {
            long[] place = {record.address(), record.length()};
            huge.put(record.length(), place);
          });
    }
    long[] place = huge.get(id.number(Math.min(id.lengthWidth(), idLength - 1)));
    if (place == null) {
      throw id.damaged("a large object in it is missing");
    }
    return metadata.read(place[0], place[1], NAME);
  }

  private Fields managed(Fields id) {
    int lengthBytes = Math.min(bytesFor(mostDirect), bytesFor(mostManaged));
    long offset = id.number(offsetWidth());
    long length = id.number(lengthBytes);
    if (root == Fields.UNDEFINED) {
      throw id.damaged("it is empty");
    }
    return rootRows == 0
        ? inDirect(root, startSize, 0, offset, length)
        : inIndirect(root, rootRows, 0, offset, length, MOST_BLOCKS);
  }

  private int offsetWidth() {
    return (offsetBits + 7) / 8;
  }

  /** Bytes that hold a length up to this. */
  private static int bytesFor(long most) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, most)) + 7) / 8;
  }

  private Fields inIndirect(long at, int rows, long from, long offset, long length, int depth) {
    int directRows = Math.min(rows, rowOf(mostDirect) + 1);
    int entries = rows * width;
    long size = 5L + (long) entries * metadata.addressWidth() + metadata.addressWidth();
    Fields block = metadata.checked(at, size + offsetWidth() + CHECKSUM, "FHIB", NAME);
    block.version(0, 0);
    if (block.address() != address || block.number(offsetWidth()) != from || depth == 0) {
      throw block.damaged("a block is in the wrong place");
    }
    long start = from;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++, start += rowSize(row)) {
        long child = block.address();
        if (offset >= start && offset - start < rowSize(row) && child != Fields.UNDEFINED) {
          return row < directRows
              ? inDirect(child, rowSize(row), start, offset, length)
              : inIndirect(child, rowsFor(rowSize(row)), start, offset, length, depth - 1);
        }
      }
    }
    throw block.damaged("an object in it is missing");
  }

  /** Bytes of each block of a row. */
  private long rowSize(int row) {
    if (row > 60) {
      throw new Refusal("the fractal heap at " + address + " is damaged: it has too many rows");
    }
    return row < 2 ? startSize : startSize << (row - 1);
  }

  /** The last row of blocks of this size. */
  private int rowOf(long size) {
    return Long.numberOfTrailingZeros(size) - Long.numberOfTrailingZeros(startSize) + 1;
  }

  /** Rows of an indirect block that spans so many bytes. */
  private int rowsFor(long span) {
    return Long.numberOfTrailingZeros(span) - Long.numberOfTrailingZeros(startSize * width) + 1;
  }

  private Fields inDirect(long at, long size, long from, long offset, long length) {
    byte[] block = blocks.computeIfAbsent(from, start -> direct(at, size, start));
    Fields fields = fields(block);
    fields.skip(offset - from);
    return fields.part(length);
  }

  private byte[] direct(long at, long size, long from) {
    byte[] bytes = metadata.read(at, size, NAME).bytes(size);
    Fields fields = fields(bytes);
    fields.expect("FHDB");
    fields.version(0, 0);
    if (fields.address() != address || fields.number(offsetWidth()) != from) {
      throw fields.damaged("a block is in the wrong place");
    }
    if ((flags & CHECKED_BLOCKS) != 0) {
      int place = fields.position();
      long stated = fields.u32();
      byte[] covered = bytes.clone();
      java.util.Arrays.fill(covered, place, place + CHECKSUM, (byte) 0);
      if (Metadata.checksum(covered) != stated) {
        throw fields.damaged("a checksum in it does not fit");
      }
    }
    return bytes;
  }
}
