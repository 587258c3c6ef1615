package io.medseg.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The names of a group of the older kind: a B-tree of version 1 whose leaves name objects, in the
 * order of the names. Its nodes have no checksums, so that the order is what is checked.
 */
final class SymbolTable {
  private static final String TREE = "B-tree of a group";
  private static final String LEAF = "symbol table";
  private static final int SOFT = 2;

  /** Ends the list of free blocks. */
  private static final long NOTHING_FREE = 1;

  private final Metadata metadata;
  private final Consumer<GroupLink.Named> links;
  private final Metadata.Visited visited = new Metadata.Visited();
  private Fields heap;

  /** The name before the next one; null before the first. */
  private byte[] last;

  SymbolTable(Metadata metadata, Consumer<GroupLink.Named> links) {
    this.metadata = metadata;
    this.links = links;
  }

  void read(long tree, long heapAddress) {
    heap = heap(heapAddress);
    node(tree, -1);
  }

  private Fields heap(long address) {
    Fields head = metadata.readUpTo(address, 32, "local heap");
    head.expect("HEAP");
    head.version(0, 0);
    head.skip(3);
    long size = head.length();
    long free = head.length();
    Fields segment = metadata.read(head.address(), size, "local heap");
    checkFree(segment, free);
    return segment;
  }

  /** Follows the list of free blocks, as libhdf5 does: names may not be right where it is not. */
  private static void checkFree(Fields segment, long first) {
    int size = segment.remaining();
    long left = size / (2L * segment.lengthWidth());
    for (long at = first; at != NOTHING_FREE; left--) {
      Fields block = segment.again();
      block.skip(at);
      long next = block.length();
      long length = block.length();
      if (left == 0 || next == 0 || length == 0 || length > size - at) {
        throw segment.damaged("its free blocks do not fit");
      }
      at = next;
    }
  }

  private byte[] text(long offset) {
    Fields segment = heap.again();
    segment.skip(offset);
    return segment.zeroEnded();
  }

  /**
   * @param expectedLevel of the node, -1 for the root of the tree
   */
  private void node(long address, int expectedLevel) {
    visited.add(address, TREE);
    TreeNode tree = TreeNode.read(metadata, address, 0, expectedLevel, heap.lengthWidth(), TREE);
    Fields node = tree.entries();
    long key = node.length();
    for (int i = 0; i < tree.count(); i++) {
      checkLeft(node, text(key));
      long child = node.address();
      if (tree.level() == 0) {
        leaf(child);
      } else {
        node(child, tree.level() - 1);
      }
      key = node.length();
      if (last == null || !Arrays.equals(last, text(key))) {
        throw node.damaged("a key is not the last name before it");
      }
    }
  }

  private void checkLeft(Fields node, byte[] key) {
    if (key.length > 0 && (last == null || Arrays.compareUnsigned(key, last) < 0)) {
      throw node.damaged("its keys are out of order");
    }
  }

  private void leaf(long address) {
    visited.add(address, LEAF);
    Fields head = metadata.read(address, 8, LEAF);
    head.expect("SNOD");
    head.version(1, 1);
    head.skip(1);
    int count = head.u16();
    long entry = (long) head.lengthWidth() + head.addressWidth() + 4 + 4 + 16;
    Fields leaf = metadata.read(address + 8, count * entry, LEAF);
    for (int i = 0; i < count; i++) {
      byte[] name = text(leaf.length());
      long object = leaf.address();
      long kind = leaf.u32();
      leaf.skip(4);
      long value = leaf.u32();
      leaf.skip(12);
      if (name.length == 0 || last != null && Arrays.compareUnsigned(name, last) <= 0) {
        throw leaf.damaged("its names are out of order");
      }
      last = name;
      links.accept(
          new GroupLink.Named(
              name,
              kind == SOFT
                  ? new GroupLink.Soft(new String(text(value), StandardCharsets.UTF_8))
                  : new GroupLink.Hard(object)));
    }
  }
}
