package io.medseg.hdf5;

import io.medseg.hdf5.ElementType.Kind;
import java.nio.ByteOrder;

/** Reads data type messages: numbers become an {@link ElementType}, the rest is refused. */
final class NumberType {
  private static final String[] OTHERS = {
    "integer",
    "float",
    "time",
    "string",
    "bit field",
    "opaque (np.void)",
    "compound",
    "reference",
    "enum",
    "variable length",
    "array",
    "complex"
  };

  private static final int INTEGER = 0;
  private static final int FLOAT = 1;
  private static final int COMPOUND = 6;
  private static final int ENUM = 8;
  private static final int COMPLEX = 11;
  private static final int IMPLIED_ONE = 2;

  private NumberType() {}

  /**
   * The type of a dataset's elements; an enum is its base integer.
   *
   * @throws Refusal if it is no number that can be read
   */
  static ElementType of(Fields fields) {
    int first = fields.u8();
    int version = first >>> 4;
    int kind = first & 0xf;
    int bits = (int) fields.number(3);
    long size = fields.u32();
    if (version < 1 || version > 5 || kind >= OTHERS.length) {
      throw fields.damaged("its data type is of class " + kind + " and version " + version);
    }
    return switch (kind) {
      case INTEGER -> integer(fields, bits, size);
      case FLOAT -> real(fields, bits, size);
      case ENUM -> base(fields, size);
      default -> throw unsupported(kind);
    };
  }

  private static Refusal unsupported(int kind) {
    String hint =
        kind == COMPLEX || kind == COMPOUND
            ? " (complex numbers: write their magnitude as floats)"
            : "";
    return new Refusal(
        "elements of type %s are not supported; expected integers, floats or bool%s"
            .formatted(OTHERS[kind], hint));
  }

  private static ElementType base(Fields fields, long size) {
    ElementType base = of(fields);
    if (base.kind() == Kind.FLOAT || base.size() != size) {
      throw fields.damaged("its enum is not one of integers");
    }
    return base;
  }

  private static ByteOrder order(int bits) {
    return (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static ElementType integer(Fields fields, int bits, long size) {
    int offset = fields.u16();
    int precision = fields.u16();
    boolean isUsual = size == 1 || size == 2 || size == 4 || size == 8;
    if (!isUsual || offset != 0 || precision != 8 * size) {
      throw new Refusal(
          "integers of %d bits in %d bytes are not supported; expected 8, 16, 32 or 64 bits"
              .formatted(precision, size));
    }
    return new ElementType((bits & 8) != 0 ? Kind.SIGNED : Kind.UNSIGNED, (int) size, order(bits));
  }

  private static ElementType real(Fields fields, int bits, long size) {
    int offset = fields.u16();
    int precision = fields.u16();
    int exponentAt = fields.u8();
    int exponent = fields.u8();
    int mantissaAt = fields.u8();
    int mantissa = fields.u8();
    long bias = fields.u32();
    int usual = size == 2 ? 10 : size == 4 ? 23 : size == 8 ? 52 : -1;
    int usualExponent = (int) (8 * size - 1 - usual);
    boolean isIeee =
        usual > 0
            && offset == 0
            && precision == 8 * size
            && (bits >>> 8 & 0xff) == 8 * size - 1
            && exponentAt == usual
            && exponent == usualExponent
            && mantissaAt == 0
            && mantissa == usual
            && (bits >>> 4 & 3) == IMPLIED_ONE
            && bias == (1L << (usualExponent - 1)) - 1;
    boolean isVax = (bits & 0x40) != 0;
    if (!isIeee || isVax) {
      throw new Refusal(
          "floats with %d exponent and %d mantissa bits in %d bytes%s are not supported; expected IEEE float16, float32 or float64"
              .formatted(exponent, mantissa, size, isVax ? " in the order of a VAX" : ""));
    }
    return new ElementType(Kind.FLOAT, (int) size, order(bits));
  }
}
