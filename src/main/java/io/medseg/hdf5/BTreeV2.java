package io.medseg.hdf5;

import java.util.function.Consumer;

/** A B-tree of version 2: walks over its records in their order, having checked every node. */
final class BTreeV2 {
  private static final String NAME = "B-tree";

  /** Bytes of a node around its records: signature, version, type, checksum. */
  private static final int FRAME = 4 + 1 + 1 + 4;

  private static final int MOST_DEPTH = 16;

  private final Metadata metadata;
  private final int type;
  private final int nodeSize;
  private final int recordSize;
  private final int[] mostRecords;
  private final int[] totalWidths;
  private final int countWidth;
  private final Consumer<Fields> records;
  private final Metadata.Visited visited = new Metadata.Visited();
  private long found;

  private BTreeV2(
      Metadata metadata,
      int type,
      int nodeSize,
      int recordSize,
      int depth,
      Consumer<Fields> records) {
    this.metadata = metadata;
    this.type = type;
    this.nodeSize = nodeSize;
    this.recordSize = recordSize;
    this.records = records;
    mostRecords = new int[depth + 1];
    totalWidths = new int[depth + 1];
    mostRecords[0] = (nodeSize - FRAME) / recordSize;
    countWidth = widthFor(mostRecords[0]);
    long total = mostRecords[0];
    for (int level = 1; level <= depth; level++) {
      int pointer = metadata.addressWidth() + countWidth + totalWidths[level - 1];
      mostRecords[level] = (nodeSize - FRAME - pointer) / (recordSize + pointer);
      total = (mostRecords[level] + 1) * total + mostRecords[level];
      totalWidths[level] = widthFor(total);
    }
  }

  private static int widthFor(long most) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, most))) / 8 + 1;
  }

  /**
   * Hands every record of the tree to the consumer.
   *
   * @param type what the records are, by the specification's number
   */
  static void walk(Metadata metadata, long address, int type, Consumer<Fields> records) {
    int lengthWidth = metadata.read(address, 0, NAME).lengthWidth();
    int size = 4 + 1 + 1 + 4 + 2 + 2 + 1 + 1 + metadata.addressWidth() + 2 + lengthWidth + 4;
    Fields head = metadata.checked(address, size, "BTHD", NAME);
    head.version(0, 0);
    int stated = head.u8();
    long nodeSize = head.u32();
    int recordSize = head.u16();
    int depth = head.u16();
    head.skip(2);
    long root = head.address();
    int count = head.u16();
    long total = head.length();
    if (stated != type || nodeSize > 1 << 24 || recordSize == 0 || depth > MOST_DEPTH) {
      throw head.damaged("its type or its sizes do not fit");
    }
    BTreeV2 tree = new BTreeV2(metadata, type, (int) nodeSize, recordSize, depth, records);
    if (root != Fields.UNDEFINED) {
      tree.node(root, count, depth);
    }
    if (tree.found != total) {
      throw head.damaged("it has " + tree.found + " records; expected " + total);
    }
  }

  private void node(long address, int count, int level) {
    visited.add(address, NAME);
    if (count > mostRecords[level]) {
      throw new Refusal("the B-tree node at " + address + " is damaged: it has too many records");
    }
    int pointer = metadata.addressWidth() + countWidth + (level > 0 ? totalWidths[level - 1] : 0);
    long used = FRAME + (long) count * recordSize + (level > 0 ? (count + 1L) * pointer : 0);
    if (used > nodeSize) {
      throw new Refusal("the B-tree node at " + address + " is damaged: it has too many records");
    }
    Fields node = metadata.checked(address, used, level > 0 ? "BTIN" : "BTLF", NAME);
    node.version(0, 0);
    if (node.u8() != type) {
      throw node.damaged("its type does not fit");
    }
    Fields own = node.part((long) count * recordSize);
    for (int i = 0; i <= count; i++) {
      if (level > 0) {
        child(node, level - 1);
      }
      if (i < count) {
        found++;
        records.accept(own.part(recordSize));
      }
    }
  }

  private void child(Fields node, int level) {
    long address = node.address();
    int count = (int) node.number(countWidth);
    long before = found;
    long total = level > 0 ? node.number(totalWidths[level]) : count;
    node(address, count, level);
    if (found - before != total) {
      throw node.damaged("a child has another number of records");
    }
  }
}
