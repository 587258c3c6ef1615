package io.medseg.hdf5;

import java.nio.ByteBuffer;

/**
 * Lowers the version of an encoded data type, and of the types inside it, to 3. Versions 4 and 5
 * came for references and complex numbers; every other type is encoded as in version 3.
 */
final class DatatypeVersion {
  private static final int KNOWN = 3;
  private static final int HEAD = 8;

  private final ByteBuffer bytes;
  private final int end;
  private boolean lowered;

  private DatatypeVersion(ByteBuffer bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /**
   * Lowers the type at a position, if it is of a later version and can be followed to its end.
   *
   * @return whether a byte was changed
   */
  static boolean lower(ByteBuffer bytes, int at, int end) {
    DatatypeVersion type = new DatatypeVersion(bytes, end);
    if (at + HEAD <= end && (bytes.get(at) >>> 4 & 0xf) > KNOWN) {
      type.follow(at);
    }
    return type.lowered;
  }

  /** Lowers a type and returns the position behind it; beyond the end if it is damaged. */
  private int follow(int at) {
    if (at < 0 || at > end - HEAD) {
      return end + 1;
    }
    int kind = bytes.get(at) & 0xf;
    if ((bytes.get(at) >>> 4 & 0xf) > KNOWN) {
      bytes.put(at, (byte) (kind | KNOWN << 4));
      lowered = true;
    }
    int body = at + HEAD;
    return switch (kind) {
      case 0, 4 -> body + 4; // integer, bit field
      case 1 -> body + 12; // float
      case 2 -> body + 2; // time
      case 3, 7 -> body; // string, reference
      case 5 -> body + (bytes.get(at + 1) & 0xff); // opaque
      case 6 -> members(at, body);
      case 8 -> enumeration(at, body);
      case 9 -> follow(body); // variable length
      case 10 -> body < end ? follow(body + 1 + 4 * (bytes.get(body) & 0xff)) : end + 1; // array
      default -> end + 1;
    };
  }

  private int members(int at, int body) {
    int size = bytes.getInt(at + 4);
    int offsetWidth = (32 - Integer.numberOfLeadingZeros(Math.max(size, 1)) + 7) / 8;
    int position = body;
    for (int i = count(at); i > 0 && position < end; i--) {
      position = follow(skipName(position) + offsetWidth);
    }
    return position;
  }

  private int enumeration(int at, int body) {
    int size = bytes.getInt(at + 4);
    int position = follow(body);
    for (int i = count(at); i > 0 && position < end; i--) {
      position = skipName(position);
    }
    return position + count(at) * size;
  }

  private int count(int at) {
    return bytes.getShort(at + 1) & 0xffff;
  }

  private int skipName(int at) {
    int position = at;
    while (position < end && bytes.get(position) != 0) {
      position++;
    }
    return position + 1;
  }
}
