package io.medseg.hdf5;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages that several object headers have in common: committed data types, which are objects of
 * their own, and what lies in the file's heaps of shared messages.
 */
final class SharedMessages {
  /** The heap of some types of messages, one bit each. */
  private record Index(int types, long heap) {}

  private static final int IN_HEAP = 1;

  private final Metadata metadata;
  private final List<Index> indices;

  private SharedMessages(Metadata metadata, List<Index> indices) {
    this.metadata = metadata;
    this.indices = indices;
  }

  static SharedMessages none(Metadata metadata) {
    return new SharedMessages(metadata, List.of());
  }

  /** Those that the extension of the superblock names. */
  static SharedMessages of(Metadata metadata, ObjectHeader extension) {
    Fields message = extension.find(ObjectHeader.SHARED_TABLE);
    if (message == null) {
      return none(metadata);
    }
    message.version(0, 0);
    long address = message.address();
    int count = message.u8();
    int entry = 1 + 1 + 2 + 4 + 2 + 2 + 2 + 2 * metadata.addressWidth();
    Fields table =
        metadata.checked(address, 4 + (long) count * entry + 4, "SMTB", "table of shared messages");
    List<Index> indices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      table.version(0, 0);
      table.u8();
      int types = table.u16();
      table.skip(4 + 2 + 2 + 2);
      table.address();
      indices.add(new Index(types, table.address()));
    }
    return new SharedMessages(metadata, indices);
  }

  /** The message that stands for a shared one of this type. */
  Fields resolve(int type, Fields shared) {
    int version = shared.version(1, 3);
    int place = shared.u8();
    if (version == 3 && place == IN_HEAP) {
      return heap(type, shared).read(shared.bytes(8));
    }
    shared.skip(version == 1 ? 6 : 0);
    ObjectHeader owner = metadata.header(shared.address());
    Fields message = owner.find(type);
    if (message == null) {
      throw shared.damaged("it refers to a committed data type that is none");
    }
    return message;
  }

  private FractalHeap heap(int type, Fields shared) {
    for (Index index : indices) {
      if ((index.types() >>> type & 1) != 0) {
        return FractalHeap.open(metadata, index.heap());
      }
    }
    throw shared.damaged("it refers to a shared message, of which the file has none");
  }
}
