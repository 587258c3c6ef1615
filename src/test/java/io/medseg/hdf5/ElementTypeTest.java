package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.hdf5.ElementType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementTypeTest {
  private final Random random = new Random(7);

  @Test
  void singleNumbersOfEveryKind() {
    byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, -1, -2, 0, 0, 0, 0, 0, 0};
    ByteOrder big = ByteOrder.BIG_ENDIAN;
    assertThat(new ElementType(ElementType.Kind.SIGNED, 1, big).number(bytes, 8)).isEqualTo(-1);
    assertThat(new ElementType(ElementType.Kind.UNSIGNED, 1, big).number(bytes, 9)).isEqualTo(254);
    assertThat(new ElementType(ElementType.Kind.SIGNED, 2, big).number(bytes, 4)).isEqualTo(-2);
    assertThat(
            new ElementType(ElementType.Kind.UNSIGNED, 2, ByteOrder.LITTLE_ENDIAN).number(bytes, 4))
        .isEqualTo(0xfeff);
    assertThat(new ElementType(ElementType.Kind.UNSIGNED, 4, big).number(bytes, 2))
        .isEqualTo(0xfffe0000L);
    assertThat(new ElementType(ElementType.Kind.SIGNED, 8, big).number(bytes, 1))
        .isEqualTo(-Math.pow(2, 49));
  }

  @Test
  void readsEveryHalfFloat() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int mantissa = bits & 1023;
      double magnitude =
          exponent == 31
              ? mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN
              : exponent == 0
                  ? mantissa * Math.pow(2, -24)
                  : (1024 + mantissa) * Math.pow(2, exponent - 25);
      float expected = (float) (bits >= 1 << 15 ? -magnitude : magnitude);

      assertThat(Float.compare(ElementType.halfToFloat((short) bits), expected))
          .as("%x", bits)
          .isZero();
    }
  }

  @Test
  void roundsUnsignedLongsToTheNearestFloat() {
    ElementType type = new ElementType(Kind.UNSIGNED, 8, ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2000; i++) {
      long value = random.nextLong() >>> random.nextInt(40);
      float expected = new BigDecimal(new BigInteger(Long.toUnsignedString(value))).floatValue();

      assertThat(read(type, longs(ByteOrder.LITTLE_ENDIAN, value))).isEqualTo(expected);
    }
  }

  @Test
  void keepsInDoublesWhatFloatsWouldLose() {
    assertThat(exact(Kind.FLOAT, 8, Double.doubleToLongBits(0.1))).isEqualTo(0.1);
    assertThat(exact(Kind.FLOAT, 4, Float.floatToIntBits(0.1f))).isEqualTo(0.1f);
    assertThat(exact(Kind.FLOAT, 2, 0x3555)).isEqualTo(0.333251953125);
    assertThat(exact(Kind.SIGNED, 8, -(1L << 53) + 1)).isEqualTo(-0x1p53 + 1);
    assertThat(exact(Kind.UNSIGNED, 8, -2048)).isEqualTo(0x1p64 - 2048);
    assertThat(exact(Kind.SIGNED, 4, -16777217)).isEqualTo(-16777217);
    assertThat(exact(Kind.UNSIGNED, 4, -1)).isEqualTo(0x1p32 - 1);
    assertThat(exact(Kind.SIGNED, 2, -3)).isEqualTo(-3);
    assertThat(exact(Kind.UNSIGNED, 1, 200)).isEqualTo(200);
  }

  /** Reads the second of two elements, of which it has the low bytes. */
  private static double exact(Kind kind, int size, long bits) {
    byte[] bytes = new byte[2 * size];
    for (int i = 0; i < size; i++) {
      bytes[size + i] = (byte) (bits >> 8 * i);
    }
    double[] doubles = new double[1];
    new ElementType(kind, size, ByteOrder.LITTLE_ENDIAN).toDoubles(bytes, size, doubles, 1);
    return doubles[0];
  }

  @Test
  void readsBothByteOrders() {
    byte[] bytes = {0x12, (byte) 0x83};

    assertThat(read(new ElementType(Kind.UNSIGNED, 2, ByteOrder.BIG_ENDIAN), bytes))
        .isEqualTo(0x1283);
    assertThat(read(new ElementType(Kind.UNSIGNED, 2, ByteOrder.LITTLE_ENDIAN), bytes))
        .isEqualTo(0x8312);
    assertThat(read(new ElementType(Kind.SIGNED, 2, ByteOrder.LITTLE_ENDIAN), bytes))
        .isEqualTo((short) 0x8312);
  }

  @Test
  void takesTheSmallestDoubleForSet() {
    assertThat(flag(Double.MIN_VALUE)).isEqualTo(ElementType.OTHER);
    assertThat(flag(-1)).isEqualTo(ElementType.OTHER);
    assertThat(flag(1)).isEqualTo(ElementType.ONE);
    assertThat(flag(Math.nextUp(1.0))).isEqualTo(ElementType.OTHER);
    assertThat(flag(Double.NEGATIVE_INFINITY)).isEqualTo(ElementType.OTHER);
    assertThat(flag(-0.0)).isEqualTo(ElementType.ZERO);
    assertThat(flag(Double.NaN)).isEqualTo(ElementType.NOT_A_NUMBER);
  }

  @Test
  void oneIsOneInEveryType() {
    byte[] flags = new byte[1];
    new ElementType(ElementType.Kind.FLOAT, 2, ByteOrder.LITTLE_ENDIAN)
        .toFlags(new byte[] {0, 0x3c}, flags, 1);
    assertThat(flags).containsExactly(ElementType.ONE);
    new ElementType(ElementType.Kind.FLOAT, 4, ByteOrder.BIG_ENDIAN)
        .toFlags(new byte[] {0x3f, (byte) 0x80, 0, 0}, flags, 1);
    assertThat(flags).containsExactly(ElementType.ONE);
    new ElementType(ElementType.Kind.UNSIGNED, 2, ByteOrder.BIG_ENDIAN)
        .toFlags(new byte[] {0, 1}, flags, 1);
    assertThat(flags).containsExactly(ElementType.ONE);
    new ElementType(ElementType.Kind.SIGNED, 2, ByteOrder.BIG_ENDIAN)
        .toFlags(new byte[] {1, 0}, flags, 1);
    assertThat(flags).containsExactly(ElementType.OTHER);
  }

  @Test
  void titlesAreNumpysNames() {
    assertThat(new ElementType(ElementType.Kind.FLOAT, 4, ByteOrder.LITTLE_ENDIAN).title())
        .isEqualTo("float32");
    assertThat(new ElementType(ElementType.Kind.SIGNED, 2, ByteOrder.BIG_ENDIAN).title())
        .isEqualTo(">int16");
    assertThat(new ElementType(ElementType.Kind.UNSIGNED, 1, ByteOrder.BIG_ENDIAN).title())
        .isEqualTo("uint8");
  }

  private static byte flag(double value) {
    byte[] flags = new byte[1];
    new ElementType(Kind.FLOAT, 8, ByteOrder.BIG_ENDIAN)
        .toFlags(longs(ByteOrder.BIG_ENDIAN, Double.doubleToLongBits(value)), flags, 1);
    return flags[0];
  }

  private static byte[] longs(ByteOrder order, long value) {
    return ByteBuffer.allocate(8).order(order).putLong(value).array();
  }

  private static float read(ElementType type, byte[] bytes) {
    float[] floats = new float[2];
    type.toFloats(bytes, 0, floats, 1, 1);
    return floats[1];
  }
}
