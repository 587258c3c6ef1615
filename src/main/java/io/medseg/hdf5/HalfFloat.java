package io.medseg.hdf5;

import io.jhdf.object.datatype.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** IEEE 754 binary16, numpy's float16. */
public final class HalfFloat {
  /** Smallest float32 that rounds to infinity. */
  private static final int OVERFLOW = Float.floatToIntBits(65520f);

  private static final int SMALLEST_NORMAL = Float.floatToIntBits(0x1p-14f);
  private static final int INFINITY = 0x7c00;

  private HalfFloat() {}

  /** The nearest, of two equally near the even one, as numpy's {@code astype(float16)} rounds. */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fff_ffff;
    if (magnitude >= OVERFLOW) {
      return (short) (sign | (Float.isNaN(value) ? 0x7e00 : INFINITY));
    }
    if (magnitude < SMALLEST_NORMAL) {
      // Added to 0.5, the last bit of a float stands for the smallest half.
      return (short)
          (sign | Float.floatToRawIntBits(Math.abs(value) + 0.5f) - Float.floatToRawIntBits(0.5f));
    }
    int even = magnitude >>> 13 & 1;
    return (short) (sign | magnitude - (112 << 23) + 0xfff + even >>> 13);
  }

  /** The type as HDF5 describes it. */
  static DataType type() {
    ByteBuffer message = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    // Version 1 and class 1; little-endian with an implied first bit, sign in bit 15.
    message.put((byte) 0x11).put((byte) 0x20).put((byte) 15).put((byte) 0).putInt(Short.BYTES);
    message.putShort((short) 0).putShort((short) 16);
    message.put((byte) 10).put((byte) 5).put((byte) 0).put((byte) 10).putInt(15);
    return DataType.readDataType(message.flip());
  }
}
