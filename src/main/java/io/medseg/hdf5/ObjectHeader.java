package io.medseg.hdf5;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The header of an object: messages that say what it is. They are found here and read by whoever
 * asks for one; nobody looks at the others, so that what is odd about them does not matter.
 */
final class ObjectHeader {
  static final int DATASPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int DATATYPE = 0x03;
  static final int OLD_FILL_VALUE = 0x04;
  static final int FILL_VALUE = 0x05;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int FILTERS = 0x0b;
  static final int SHARED_TABLE = 0x0f;
  static final int SYMBOL_TABLE = 0x11;
  static final int DRIVER = 0x14;
  static final int CACHE_IMAGE = 0x18;

  private static final int CONTINUATION = 0x10;
  private static final int REFERENCE_COUNT = 0x16;
  private static final int LAST_KNOWN = 0x18;
  private static final int SHARED = 2;
  private static final int FAIL_IF_UNKNOWN = 0x80;
  private static final String NAME = "object header";
  private static final int CHECKSUM = 4;

  /** A message as it lies in the header. */
  private record Message(int type, int flags, Fields body) {}

  /** Where more messages lie. */
  private record Block(long address, long length) {}

  private final Metadata metadata;
  private final long address;
  private final List<Message> messages = new ArrayList<>();
  private final Deque<Block> blocks = new ArrayDeque<>();

  private ObjectHeader(Metadata metadata, long address) {
    this.metadata = metadata;
    this.address = address;
  }

  static ObjectHeader read(Metadata metadata, long address) {
    if (address == Fields.UNDEFINED) {
      throw new Refusal("a link to it is damaged: it has no address");
    }
    ObjectHeader header = new ObjectHeader(metadata, address);
    Fields start = metadata.readUpTo(address, 34, NAME);
    if (start.u8() == 'O') {
      header.readLate(start.again());
    } else {
      header.readEarly(start.again());
    }
    return header;
  }

  /** Where it lies, which tells objects apart. */
  long address() {
    return address;
  }

  boolean has(int type) {
    return messages.stream().anyMatch(message -> message.type() == type);
  }

  /** The first message of a type, ready to be read, or null. */
  Fields find(int type) {
    for (Message message : messages) {
      if (message.type() == type) {
        return body(message);
      }
    }
    return null;
  }

  /** The first message of a type, which an object of this kind must have. */
  Fields get(int type, String name) {
    Fields body = find(type);
    if (body == null) {
      throw new Refusal("the object header at " + address + " is damaged: it has no " + name);
    }
    return body;
  }

  List<Fields> all(int type) {
    return messages.stream().filter(message -> message.type() == type).map(this::body).toList();
  }

  private Fields body(Message message) {
    boolean isShared = (message.flags() & SHARED) != 0;
    Fields body = message.body().again();
    return isShared ? metadata.shared().resolve(message.type(), body) : body;
  }

  // Version 1: no checksum, lengths are multiples of eight.
  private void readEarly(Fields start) {
    start.version(1, 1);
    start.skip(1);
    int count = start.u16();
    start.u32();
    long length = start.u32();
    blocks.add(new Block(address + 16, length));
    Metadata.Visited visited = new Metadata.Visited();
    while (!blocks.isEmpty()) {
      Block block = blocks.remove();
      visited.add(block.address(), NAME);
      Fields fields = metadata.read(block.address(), block.length(), NAME);
      while (fields.remaining() >= 8) {
        int type = fields.u16();
        int size = fields.u16();
        int flags = fields.u8();
        fields.skip(3);
        if (size % 8 != 0) {
          throw fields.damaged("a message has " + size + " bytes");
        }
        add(type, flags, fields.part(size));
        count--;
      }
    }
    if (count != 0) {
      throw start.damaged("it has not as many messages as it says");
    }
  }

  // Version 2: every block has a checksum.
  private void readLate(Fields start) {
    start.expect("OHDR");
    start.version(2, 2);
    int flags = start.u8();
    start.skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
    long length = start.number(1 << (flags & 3));
    int head = start.position();
    boolean isOrdered = (flags & 4) != 0;
    Fields first = metadata.checked(address, head + length + CHECKSUM, "OHDR", NAME);
    first.skip(head - 4);
    addAll(first, isOrdered);
    Metadata.Visited visited = new Metadata.Visited();
    while (!blocks.isEmpty()) {
      Block block = blocks.remove();
      visited.add(block.address(), NAME);
      addAll(metadata.checked(block.address(), block.length(), "OCHK", NAME), isOrdered);
    }
  }

  private void addAll(Fields fields, boolean isOrdered) {
    while (fields.remaining() >= (isOrdered ? 6 : 4)) {
      int type = fields.u8();
      int size = fields.u16();
      int flags = fields.u8();
      fields.skip(isOrdered ? 2 : 0);
      add(type, flags, fields.part(size));
    }
  }

  private void add(int type, int flags, Fields body) {
    if (type == CONTINUATION) {
      blocks.add(new Block(body.address(), body.length()));
    } else if (type == REFERENCE_COUNT) {
      // Of no use to a reader, but what libhdf5 looks at in every header that it opens.
      body.version(0, 0);
      body.u32();
    } else if (type > LAST_KNOWN && (flags & FAIL_IF_UNKNOWN) != 0) {
      throw new Refusal("its header has a message of type " + type + ", which is not supported");
    } else {
      messages.add(new Message(type, flags, body));
    }
  }
}
