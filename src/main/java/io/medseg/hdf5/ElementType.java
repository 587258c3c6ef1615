package io.medseg.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A number type of a file: IEEE floats of 2, 4 or 8 bytes, integers of 1, 2, 4 or 8 bytes with or
 * without sign, each in either byte order; an enum (h5py's bool) counts as its base integer.
 *
 * @param kind how the bits are meant
 * @param size bytes of one element
 * @param order of the bytes
 */
record ElementType(Kind kind, int size, ByteOrder order) implements FloatDecoder {
  enum Kind {
    FLOAT,
    SIGNED,
    UNSIGNED
  }

  /** What the elements of a mask are, one byte each. */
  static final byte ZERO = 0;

  static final byte ONE = 1;
  static final byte NOT_A_NUMBER = 2;
  static final byte OTHER = 3;

  /** Converts elements to the nearest floats, as numpy's {@code astype(float32)} does. */
  @Override
  public void toFloats(byte[] source, int from, float[] target, int to, int count) {
    ByteBuffer bytes = view(source, from, count);
    if (kind == Kind.FLOAT) {
      switch (size) {
        case 2 -> {
          short[] bits = new short[count];
          bytes.asShortBuffer().get(bits);
          for (int i = 0; i < count; i++) {
            target[to + i] = halfToFloat(bits[i]);
          }
        }
        case 4 -> bytes.asFloatBuffer().get(target, to, count);
        default -> {
          double[] values = new double[count];
          bytes.asDoubleBuffer().get(values);
          for (int i = 0; i < count; i++) {
            target[to + i] = (float) values[i];
          }
        }
      }
    } else if (kind == Kind.SIGNED) {
      signedToFloats(bytes, source, from, target, to, count);
    } else {
      unsignedToFloats(bytes, source, from, target, to, count);
    }
  }

  private void signedToFloats(
      ByteBuffer bytes, byte[] source, int from, float[] target, int to, int count) {
    switch (size) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          target[to + i] = source[from + i];
        }
      }
      case 2 -> {
        short[] values = new short[count];
        bytes.asShortBuffer().get(values);
        for (int i = 0; i < count; i++) {
          target[to + i] = values[i];
        }
      }
      case 4 -> {
        int[] values = new int[count];
        bytes.asIntBuffer().get(values);
        for (int i = 0; i < count; i++) {
          target[to + i] = values[i];
        }
      }
      default -> {
        long[] values = new long[count];
        bytes.asLongBuffer().get(values);
        for (int i = 0; i < count; i++) {
          target[to + i] = values[i];
        }
      }
    }
  }

  private void unsignedToFloats(
      ByteBuffer bytes, byte[] source, int from, float[] target, int to, int count) {
    switch (size) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          target[to + i] = source[from + i] & 0xff;
        }
      }
      case 2 -> {
        short[] values = new short[count];
        bytes.asShortBuffer().get(values);
        for (int i = 0; i < count; i++) {
          target[to + i] = values[i] & 0xffff;
        }
      }
      case 4 -> {
        int[] values = new int[count];
        bytes.asIntBuffer().get(values);
        for (int i = 0; i < count; i++) {
          target[to + i] = values[i] & 0xffff_ffffL;
        }
      }
      default -> {
        long[] values = new long[count];
        bytes.asLongBuffer().get(values);
        for (int i = 0; i < count; i++) {
          target[to + i] = unsignedToFloat(values[i]);
        }
      }
    }
  }

  /** Converts elements to the nearest doubles, as numpy's {@code astype(float64)} does. */
  void toDoubles(byte[] source, int from, double[] target, int count) {
    if (size < 4 || kind == Kind.FLOAT && size == 4) {
      float[] exact = new float[count];
      toFloats(source, from, exact, 0, count);
      for (int i = 0; i < count; i++) {
        target[i] = exact[i];
      }
      return;
    }
    ByteBuffer bytes = view(source, from, count);
    for (int i = 0; i < count; i++) {
      if (kind == Kind.FLOAT) {
        target[i] = bytes.getDouble(8 * i);
      } else if (size == 4) {
        int value = bytes.getInt(4 * i);
        target[i] = kind == Kind.SIGNED ? value : value & 0xffff_ffffL;
      } else {
        long value = bytes.getLong(8 * i);
        target[i] = kind == Kind.SIGNED ? value : unsignedToDouble(value);
      }
    }
  }

  /** One element as the nearest double. */
  double number(byte[] source, int index) {
    if (size == 1) {
      return kind == Kind.SIGNED ? source[index] : source[index] & 0xff;
    }
    double[] number = new double[1];
    toDoubles(source, index * size, number, 1);
    return number[0];
  }

  /**
   * Says of each element whether it is {@link #ZERO}, {@link #ONE}, {@link #NOT_A_NUMBER}, or
   * {@link #OTHER}. For elements of more than one byte: single bytes are their own flags. The bits
   * are looked at, since the smallest doubles would become 0 as floats.
   */
  void toFlags(byte[] source, byte[] flags, int count) {
    ByteBuffer bytes = view(source, 0, count);
    long infinity = size == 2 ? 0x7c00L : size == 4 ? 0x7f80_0000L : 0x7ff0_0000_0000_0000L;
    long magnitude = -1L >>> (65 - 8 * size);
    long one = kind != Kind.FLOAT ? 1 : one();
    for (int i = 0; i < count; i++) {
      long bits =
          size == 2
              ? bytes.getShort(2 * i)
              : size == 4 ? bytes.getInt(4 * i) : bytes.getLong(8 * i);
      if (kind != Kind.FLOAT) {
        flags[i] = bits == 0 ? ZERO : bits == one ? ONE : OTHER;
      } else if (bits == one) {
        flags[i] = ONE;
      } else {
        bits &= magnitude;
        flags[i] = bits == 0 ? ZERO : bits > infinity ? NOT_A_NUMBER : OTHER;
      }
    }
  }

  /** The bits of 1.0 as a float of this size. */
  private long one() {
    return size == 2 ? 0x3c00L : size == 4 ? 0x3f80_0000L : 0x3ff0_0000_0000_0000L;
  }

  /** What numpy calls it, as in "float32" and "uint8"; big-endian ones with a ">" in front. */
  String title() {
    String name =
        switch (kind) {
          case FLOAT -> "float";
          case SIGNED -> "int";
          case UNSIGNED -> "uint";
        };
    return (size > 1 && order == ByteOrder.BIG_ENDIAN ? ">" : "") + name + 8 * size;
  }

  private ByteBuffer view(byte[] source, int from, int count) {
    return ByteBuffer.wrap(source, from, count * size).slice().order(order);
  }

  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(mantissa * 0x1p-24f));
    }
    int biased = exponent == 31 ? 255 : exponent + 112;
    return Float.intBitsToFloat(sign | biased << 23 | mantissa << 13);
  }

  // Above Long.MAX_VALUE: halved, the lost bit kept for rounding, and doubled again.
  private static float unsignedToFloat(long value) {
    return value >= 0 ? value : 2f * (value >>> 1 | value & 1);
  }

  private static double unsignedToDouble(long value) {
    return value >= 0 ? value : 2.0 * (value >>> 1 | value & 1);
  }
}
