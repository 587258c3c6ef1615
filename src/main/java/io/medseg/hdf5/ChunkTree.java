package io.medseg.hdf5;

import java.util.Arrays;

/**
 * The chunk indices that name the places of their chunks: B-trees of either version. Their records
 * must be in order, or a reader that searches them finds others than one that walks over them.
 */
final class ChunkTree {
  private static final String NAME = "B-tree of chunks";
  private static final int PLAIN_RECORD = 10;
  private static final int FILTERED_RECORD = 11;
  private static final int MASK = 4;

  private final Metadata metadata;
  private final ChunkTable table;
  private final int[] chunk;
  private final Metadata.Visited visited = new Metadata.Visited();

  /** Place of the chunk before the next one, null before the first. */
  private long[] last;

  ChunkTree(Metadata metadata, ChunkTable table, int[] chunk) {
    this.metadata = metadata;
    this.table = table;
    this.chunk = chunk;
  }

  /** Version 2. */
  void read(long address, int chunkBytes, boolean isFiltered) {
    BTreeV2.walk(
        metadata,
        address,
        isFiltered ? FILTERED_RECORD : PLAIN_RECORD,
        record -> {
          long at = record.address();
          int places = 8 * chunk.length;
          long size = chunkBytes;
          int mask = 0;
          if (isFiltered) {
            size = record.number(Math.min(8, record.remaining() - places - MASK));
            mask = (int) record.u32();
          }
          long[] place = new long[chunk.length];
          for (int i = 0; i < place.length; i++) {
            place[i] = record.number(8);
          }
          put(record, place, at, size, mask);
        });
  }

  /** Version 1. */
  void readOld(long address) {
    node(address, -1, null, null);
  }

  private void put(Fields where, long[] place, long address, long size, int mask) {
    if (last != null && Arrays.compare(last, place) >= 0) {
      throw where.damaged("its chunks are out of order");
    }
    last = place;
    if (address == Fields.UNDEFINED) {
      return;
    }
    if (!table.put(place, address, size, mask)) {
      throw where.damaged(
          "there is a chunk at " + Arrays.toString(place) + ", outside the dataset");
    }
  }

  /** The place of a chunk and how it is stored; all chunks begin with byte 0 of an element. */
  private record Key(long size, int mask, long[] place, long inElement) {
    boolean isBefore(Key other) {
      int order = Arrays.compare(place, other.place);
      return order < 0 || order == 0 && inElement < other.inElement;
    }
  }

  private Key key(Fields fields) {
    long size = fields.u32();
    int mask = (int) fields.u32();
    long[] place = new long[chunk.length];
    for (int i = 0; i < place.length; i++) {
      long offset = fields.number(8);
      if (offset % chunk[i] != 0) {
        throw fields.damaged("there is a chunk at element " + offset + " of axis " + i);
      }
      place[i] = offset / chunk[i];
    }
    return new Key(size, mask, place, fields.number(8));
  }

  /**
   * @param expectedLevel of the node, -1 for the root of the tree
   * @param from its chunks are not before this, null without limit
   * @param to they are before this
   */
  private void node(long address, int expectedLevel, Key from, Key to) {
    visited.add(address, NAME);
    long keyBytes = 8 + 8L * (chunk.length + 1);
    TreeNode tree = TreeNode.read(metadata, address, 1, expectedLevel, keyBytes, NAME);
    Fields node = tree.entries();
    Key left = key(node);
    if (from != null && left.isBefore(from)) {
      throw node.damaged("its keys are out of order");
    }
    for (int i = 0; i < tree.count(); i++) {
      long child = node.address();
      Key right = key(node);
      if (!left.isBefore(right)
          || to != null && !left.isBefore(to)
          || tree.level() == 0 && left.inElement() != 0) {
        throw node.damaged("its keys are out of order");
      }
      if (tree.level() == 0) {
        put(node, left.place(), child, left.size(), left.mask());
      } else {
        node(child, tree.level() - 1, left, right);
      }
      left = right;
    }
  }
}
