package io.medseg.shards;

import io.medseg.volume.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A {@code tf.train.Example} in protobuf's wire format, put together from parts so that large
 * arrays are not copied: {@code Example {1: Features {1: map<string, Feature>}}}, a Feature is
 * {@code 1: BytesList}, {@code 2: FloatList} (packed) or {@code 3: Int64List} (packed). Features
 * come in the order in which they are added. One thread.
 *
 * <p>Source: tensorflow/core/example/{example,feature}.proto.
 */
final class ExampleMessage {
  private static final int BYTES = 1;
  private static final int FLOATS = 2;
  private static final int INTEGERS = 3;
  private static final int LENGTH_DELIMITED = 2;

  private final List<byte[]> parts = new ArrayList<>();
  private long size;

  /** Adds an array, floats or bytes as its type says, and its shape as {@code name_shape}. */
  ExampleMessage array(String name, ArrayBytes array) {
    add(name, array.type() == ArrayBytes.Type.FLOAT32 ? FLOATS : BYTES, array.bytes());
    return integers(name + "_shape", lengths(array.shape()));
  }

  private static long[] lengths(Shape shape) {
    long[] lengths = new long[shape.rank()];
    for (int axis = 0; axis < lengths.length; axis++) {
      lengths[axis] = shape.get(axis);
    }
    return lengths;
  }

  /** Adds whole numbers. */
  ExampleMessage integers(String name, long... values) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (long value : values) {
      varint(packed, value);
    }
    return add(name, INTEGERS, packed.toByteArray());
  }

  /** Adds texts in UTF-8. */
  ExampleMessage texts(String name, List<String> values) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (String value : values) {
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      list.writeBytes(header(1, text.length));
      list.writeBytes(text);
    }
    byte[] body = list.toByteArray();
    return addFeature(name, header(BYTES, body.length), body);
  }

  /** A list of one value (its field is 1, as that of packed numbers is). */
  private ExampleMessage add(String name, int kind, byte[] value) {
    byte[] inner = header(1, value.length);
    byte[] outer = header(kind, (long) inner.length + value.length);
    return addFeature(name, concatenated(outer, inner), value);
  }

  private ExampleMessage addFeature(String name, byte[] head, byte[] body) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    byte[] keyHead = header(1, key.length);
    long feature = (long) head.length + body.length;
    byte[] featureHead = header(2, feature);
    long entry = keyHead.length + key.length + featureHead.length + feature;
    part(header(1, entry));
    part(keyHead);
    part(key);
    part(featureHead);
    part(head);
    part(body);
    return this;
  }

  private void part(byte[] bytes) {
    parts.add(bytes);
    size += bytes.length;
  }

  private byte[] exampleHead() {
    return header(1, size);
  }

  /** Bytes of the message. */
  long length() {
    return exampleHead().length + size;
  }

  /** Writes the message and feeds the checksum. */
  void writeTo(OutputStream out, CRC32C checksum) throws IOException {
    write(exampleHead(), out, checksum);
    for (byte[] part : parts) {
      write(part, out, checksum);
    }
  }

  private static void write(byte[] part, OutputStream out, CRC32C checksum) throws IOException {
    out.write(part);
    checksum.update(part);
  }

  private static byte[] header(int field, long length) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    varint(header, field << 3 | LENGTH_DELIMITED);
    varint(header, length);
    return header.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static byte[] concatenated(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }
}
