package io.medseg.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one structure of an HDF5 file, read one after another: little-endian, unsigned.
 * Whoever asks for more than there is gets a {@link Refusal} that names the structure. One thread.
 */
final class Fields {
  /** What an address is where there is nothing: all its bits are set. */
  static final long UNDEFINED = -1;

  private final ByteBuffer bytes;
  private final int addressWidth;
  private final int lengthWidth;
  private final String what;

  /**
   * @param what names the structure in messages, as in "object header at 96"
   */
  Fields(byte[] bytes, int addressWidth, int lengthWidth, String what) {
    this(ByteBuffer.wrap(bytes), addressWidth, lengthWidth, what);
  }

  private Fields(ByteBuffer bytes, int addressWidth, int lengthWidth, String what) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    this.addressWidth = addressWidth;
    this.lengthWidth = lengthWidth;
    this.what = what;
  }

  int u8() {
    return (int) number(1);
  }

  int u16() {
    return (int) number(2);
  }

  long u32() {
    return number(4);
  }

  /** A number of so many bytes, at most 8; 64 bits that are no positive long are refused. */
  long number(int width) {
    long number = bits(width);
    if (number < 0) {
      throw damaged("a number in it is too large");
    }
    return number;
  }

  /** The same, but all bits set are {@link #UNDEFINED}. */
  long numberOrUndefined(int width) {
    long number = bits(width);
    if (number == (width == 8 ? -1 : (1L << 8 * width) - 1)) {
      return UNDEFINED;
    }
    if (number < 0) {
      throw damaged("a number in it is too large");
    }
    return number;
  }

  private long bits(int width) {
    need(width);
    long number = 0;
    for (int i = 0; i < width; i++) {
      number |= (bytes.get() & 0xffL) << 8 * i;
    }
    return number;
  }

  /** Where something lies, or {@link #UNDEFINED}. */
  long address() {
    return numberOrUndefined(addressWidth);
  }

  long length() {
    return number(lengthWidth);
  }

  int addressWidth() {
    return addressWidth;
  }

  int lengthWidth() {
    return lengthWidth;
  }

  byte[] bytes(long count) {
    need(count);
    byte[] taken = new byte[(int) count];
    bytes.get(taken);
    return taken;
  }

  /** Bytes up to a zero, which is skipped. */
  byte[] zeroEnded() {
    int from = bytes.position();
    int end = from;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = bytes(end - from);
    skip(1);
    return text;
  }

  /** The next bytes as fields of their own. */
  Fields part(long count) {
    need(count);
    ByteBuffer part = bytes.slice(bytes.position(), (int) count);
    skip(count);
    return new Fields(part, addressWidth, lengthWidth, what);
  }

  /** All of it, from its beginning. */
  Fields again() {
    return new Fields(bytes.slice(0, bytes.limit()), addressWidth, lengthWidth, what);
  }

  void expect(String signature) {
    if (!new String(bytes(signature.length()), StandardCharsets.ISO_8859_1).equals(signature)) {
      throw damaged("it does not begin with " + signature);
    }
  }

  /** Reads a version, which must be one of these. */
  int version(int least, int most) {
    int version = u8();
    if (version < least || version > most) {
      throw damaged("its version is " + version);
    }
    return version;
  }

  void skip(long count) {
    need(count);
    bytes.position(bytes.position() + (int) count);
  }

  int position() {
    return bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  private void need(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw damaged("it ends early");
    }
  }

  Refusal damaged(String how) {
    return new Refusal("the " + what + " is damaged: " + how);
  }
}
