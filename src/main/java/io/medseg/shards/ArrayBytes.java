package io.medseg.shards;

import io.medseg.volume.Shape;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array of a record as it travels and is written: little-endian, row-major. The bytes are
 * shared, not copied.
 *
 * @param type of its values
 * @param shape of the array, channels or classes last
 * @param bytes exactly those of the shape
 */
public record ArrayBytes(Type type, Shape shape, byte[] bytes) implements Serializable {
  private static final int ONE = Float.floatToRawIntBits(1);

  /** A bit that is set in 1 and not in 0. */
  private static final int EXPONENT_OF_ONE = 29;

  /** Types of values. */
  public enum Type {
    /** IEEE 754 single precision. */
    FLOAT32(Float.BYTES, "float32"),
    /** Masks: a byte of 0 or 1. */
    UINT8(1, "uint8");

    private final int size;
    private final String text;

    Type(int size, String text) {
      this.size = size;
      this.text = text;
    }

    /** Bytes of a value. */
    public int size() {
      return size;
    }

    /** NumPy's name of it. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Checks that the bytes are those of the shape. */
  public ArrayBytes {
    if (shape.elements() * type.size() != bytes.length) {
      throw new IllegalArgumentException(
          "Invalid array: %s of %s over %d bytes".formatted(shape, type, bytes.length));
    }
  }

  /** The floats from {@code offset} on, as they are. */
  public static ArrayBytes floats(Shape shape, float[] data, int offset) {
    int count = Math.toIntExact(shape.elements());
    byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
    little(bytes).asFloatBuffer().put(data, offset, count);
    return new ArrayBytes(Type.FLOAT32, shape, bytes);
  }

  /**
   * The masks from {@code offset} on.
   *
   * @throws IllegalArgumentException if a value is neither 0 nor 1
   */
  public static ArrayBytes masks(Shape shape, float[] data, int offset) {
    byte[] bytes = new byte[Math.toIntExact(shape.elements())];
    int odd = 0;
    for (int i = 0; i < bytes.length; i++) {
      int bits = Float.floatToRawIntBits(data[offset + i]);
      int isSet = bits >>> EXPONENT_OF_ONE & 1;
      bytes[i] = (byte) isSet;
      odd |= bits ^ (ONE & -isSet);
    }
    if (odd != 0) {
      checkMasks(data, offset, bytes.length);
    }
    return new ArrayBytes(Type.UINT8, shape, bytes);
  }

  /** Finds what is neither; a negative zero is 0. */
  private static void checkMasks(float[] data, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (data[i] != 0 && data[i] != 1) {
        throw new IllegalArgumentException("Invalid mask: " + data[i] + " is neither 0 nor 1");
      }
    }
  }

  /**
   * Arrays of one shape and type one after the other, along a new first axis.
   *
   * @throws IllegalArgumentException if they differ in shape or type
   */
  static ArrayBytes stack(List<ArrayBytes> arrays) {
    ArrayBytes first = arrays.get(0);
    ByteBuffer joined = ByteBuffer.allocate(Math.multiplyExact(first.bytes.length, arrays.size()));
    for (ArrayBytes array : arrays) {
      if (!array.shape.equals(first.shape) || array.type != first.type) {
        throw new IllegalArgumentException(
            "arrays of %s (%s) and %s (%s) are no batch"
                .formatted(first.shape, first.type, array.shape, array.type));
      }
      joined.put(array.bytes);
    }
    return new ArrayBytes(first.type, first.shape.prepend(arrays.size()), joined.array());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
