package io.medseg.shards;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian floats within an array of bytes.
 *
 * @param offset of the first byte
 * @param length in bytes
 */
record FloatBytes(byte[] bytes, int offset, int length) {
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  static FloatBytes of(ArrayBytes array) {
    return new FloatBytes(array.bytes(), 0, array.bytes().length);
  }

  int count() {
    return length / Float.BYTES;
  }

  float get(int index) {
    return (float) FLOATS.get(bytes, offset + index * Float.BYTES);
  }
}
