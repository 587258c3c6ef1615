package io.medseg.hdf5;

/** What the elements are that were never written. */
final class FillValue {
  private static final int NEVER = 1;
  private static final int DEFINED = 0x20;

  private FillValue() {}

  /** The bytes of one element; zeros if the header does not say, or it is never filled in. */
  static byte[] of(ObjectHeader header, int elementSize) {
    byte[] value = null;
    Fields message = header.find(ObjectHeader.FILL_VALUE);
    if (message != null) {
      value = message.version(1, 3) < 3 ? early(message) : late(message);
    } else {
      Fields old = header.find(ObjectHeader.OLD_FILL_VALUE);
      value = old == null ? null : old.bytes(old.u32());
    }
    if (value == null || value.length == 0) {
      return new byte[elementSize];
    }
    if (value.length != elementSize) {
      throw new Refusal(
          "its fill value has %d bytes, its elements have %d".formatted(value.length, elementSize));
    }
    return value;
  }

  private static byte[] early(Fields message) {
    message.u8();
    int time = message.u8();
    boolean isDefined = message.u8() != 0;
    return isDefined ? value(message, time) : null;
  }

  private static byte[] late(Fields message) {
    int flags = message.u8();
    return (flags & DEFINED) != 0 ? value(message, flags >>> 2 & 3) : null;
  }

  private static byte[] value(Fields message, int time) {
    byte[] value = message.bytes(message.u32());
    return time == NEVER ? null : value;
  }
}
