package io.medseg.hdf5;

/**
 * A node of a version 1 B-tree.
 *
 * @param level 0 for a leaf
 * @param count of its children
 * @param entries the keys and, between each two, the address of a child; read from its place on
 */
record TreeNode(int level, int count, Fields entries) {
  /** Bytes of the head with addresses of 8 bytes, the widest. */
  private static final int HEAD_BYTES = 24;

  /**
   * Reads it.
   *
   * @param type 0 for names of a group, 1 for chunks
   * @param expectedLevel of the node, -1 for the root of a tree
   * @param keyBytes of one key
   * @param name of the structure, for messages
   * @throws Refusal if it is no such node
   */
  static TreeNode read(
      Metadata metadata, long address, int type, int expectedLevel, long keyBytes, String name) {
    Fields head = metadata.readUpTo(address, HEAD_BYTES, name);
    head.expect("TREE");
    int itsType = head.u8();
    int level = head.u8();
    int count = head.u16();
    head.address();
    head.address();
    if (itsType != type || expectedLevel >= 0 && level != expectedLevel) {
      throw head.damaged("a node is in the wrong place");
    }
    int start = head.position();
    Fields entries =
        metadata.read(address, start + count * (keyBytes + head.addressWidth()) + keyBytes, name);
    entries.skip(start);
    return new TreeNode(level, count, entries);
  }
}
