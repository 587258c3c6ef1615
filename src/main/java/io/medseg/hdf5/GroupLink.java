package io.medseg.hdf5;

import java.nio.charset.StandardCharsets;

/** What a name in a group stands for. */
sealed interface GroupLink {
  /** An object of the file, by the address of its header. */
  record Hard(long address) implements GroupLink {}

  /** A path in the file, from the root or from the group. */
  record Soft(String path) implements GroupLink {}

  /**
   * Something that is not in the file.
   *
   * @param what it is, for messages
   */
  record Elsewhere(String what) implements GroupLink {}

  /** A link with its name. */
  record Named(byte[] name, GroupLink link) {
    String text() {
      return new String(name, StandardCharsets.UTF_8);
    }
  }

  /** Reads a link message. */
  static Named of(Fields fields) {
    fields.version(1, 1);
    int flags = fields.u8();
    int type = (flags & 8) != 0 ? fields.u8() : 0;
    fields.skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0));
    byte[] name = fields.bytes(fields.number(1 << (flags & 3)));
    if (name.length == 0) {
      throw fields.damaged("a link has no name");
    }
    GroupLink link =
        switch (type) {
          case 0 -> new Hard(fields.address());
          case 1 -> new Soft(new String(fields.bytes(fields.u16()), StandardCharsets.UTF_8));
          case 64 -> external(fields.part(fields.u16()));
          default -> new Elsewhere("by a link of type " + type + " to what only its writer knows");
        };
    return new Named(name, link);
  }

  private static GroupLink external(Fields fields) {
    fields.u8();
    String file = new String(fields.zeroEnded(), StandardCharsets.UTF_8);
    String path = new String(fields.zeroEnded(), StandardCharsets.UTF_8);
    return new Elsewhere("to " + path + " of another file, " + file);
  }
}
