package io.medseg.shards;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the inputs {@code x} of a TFRecord file that {@link TfRecordSink} wrote, one after the
 * other, checksums included. One thread; the stream stays the caller's to close.
 */
final class TfRecordSource implements InputSource {
  private static final byte[] NAME = "x".getBytes(StandardCharsets.UTF_8);

  private final DataInputStream in;
  private long records;

  TfRecordSource(InputStream in) {
    this.in = new DataInputStream(in);
  }

  @Override
  public FloatBytes next() throws IOException {
    byte[] length = in.readNBytes(Long.BYTES);
    if (length.length == 0) {
      return null;
    }
    records++;
    check(length, Long.BYTES);
    long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] example = in.readNBytes(Math.toIntExact(size));
    check(example, size);
    return input(ByteBuffer.wrap(example).order(ByteOrder.LITTLE_ENDIAN));
  }

  private void check(byte[] bytes, long expected) throws IOException {
    byte[] stored = in.readNBytes(Integer.BYTES);
    if (bytes.length < expected || stored.length < Integer.BYTES) {
      throw new EOFException("record " + records + " ends too early");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    int of = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (of != TfRecordSink.masked((int) checksum.getValue())) {
      throw new IOException("the checksum of record " + records + " is wrong");
    }
  }

  /** Example, Features, then the map's entries until that of x. */
  private FloatBytes input(ByteBuffer example) throws IOException {
    enter(example);
    while (example.hasRemaining()) {
      int end = enter(example);
      int key = enter(example);
      byte[] name = new byte[key - example.position()];
      example.get(name);
      if (Arrays.equals(name, NAME)) {
        enter(example);
        enter(example);
        int stop = enter(example);
        return new FloatBytes(example.array(), example.position(), stop - example.position());
      }
      example.position(end);
    }
    throw new IOException("record " + records + " holds no x");
  }

  /** Steps into a field with a length; gives where it ends. */
  private static int enter(ByteBuffer message) {
    varint(message);
    int length = Math.toIntExact(varint(message));
    return message.position() + length;
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    int shift = 0;
    byte some;
    do {
      some = message.get();
      value |= (long) (some & 0x7F) << shift;
      shift += 7;
    } while (some < 0);
    return value;
  }
}
