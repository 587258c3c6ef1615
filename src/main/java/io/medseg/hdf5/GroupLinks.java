package io.medseg.hdf5;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the names in a group, of either version, without looking at what they stand for. A group
 * whose names cannot all be right is refused: one that is missing would go unnoticed.
 */
final class GroupLinks {
  /** More are refused: no file of scans comes near, and their names would fill the memory. */
  static final int MOST = 250_000;

  private static final int NAME_RECORD = 5;

  private final Metadata metadata;
  private final Map<String, GroupLink> links = new LinkedHashMap<>();

  private GroupLinks(Metadata metadata) {
    this.metadata = metadata;
  }

  static boolean isGroup(ObjectHeader header) {
    return header.has(ObjectHeader.SYMBOL_TABLE) || header.has(ObjectHeader.LINK_INFO);
  }

  /** The links of a group by their names. */
  static Map<String, GroupLink> of(Metadata metadata, ObjectHeader header) {
    GroupLinks group = new GroupLinks(metadata);
    if (header.has(ObjectHeader.SYMBOL_TABLE)) {
      Fields message = header.find(ObjectHeader.SYMBOL_TABLE);
      new SymbolTable(metadata, group::add).read(message.address(), message.address());
    } else {
      if (header.all(ObjectHeader.LINK_INFO).size() > 1) {
        throw new Refusal("a group on the way to it is damaged: its links are described twice");
      }
      header.all(ObjectHeader.LINK).forEach(message -> group.add(GroupLink.of(message)));
      group.addDense(header.get(ObjectHeader.LINK_INFO, "link info"));
    }
    return group.links;
  }

  private void addDense(Fields info) {
    info.version(0, 0);
    int flags = info.u8();
    info.skip((flags & 1) != 0 ? 8 : 0);
    long heapAddress = info.address();
    long tree = info.address();
    if (heapAddress == Fields.UNDEFINED) {
      return;
    }
    FractalHeap heap = FractalHeap.open(metadata, heapAddress);
    BTreeV2.walk(
        metadata,
        tree,
        NAME_RECORD,
        record -> {
          long hash = record.u32();
          GroupLink.Named link = GroupLink.of(heap.read(record.bytes(record.remaining())));
          if (Metadata.checksum(link.name()) != hash) {
            throw record.damaged("the name of a link does not fit");
          }
          add(link);
        });
  }

  private void add(GroupLink.Named link) {
    if (links.size() == MOST) {
      throw new Refusal(
          "a group on the way to it has more than %d objects, which is not supported; put the scans into files of their own"
              .formatted(MOST));
    }
    if (links.put(link.text(), link.link()) != null) {
      throw new Refusal("a group on the way to it is damaged: two links are " + link.text());
    }
  }
}
