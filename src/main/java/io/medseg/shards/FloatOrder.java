package io.medseg.shards;

/**
 * Floats as whole numbers of the same order, so that quantiles can be found by counting: the upper
 * half of the bits first, then the lower half of those that matter. NaN lies at both ends.
 */
final class FloatOrder {
  /** Number of values of half the bits. */
  static final int HALVES = 1 << Short.SIZE;

  private FloatOrder() {}

  /** The number of a float, to be compared unsigned. */
  static int key(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  /** The float of a number. */
  static float value(int key) {
    int bits = key < 0 ? key ^ Integer.MIN_VALUE : ~key;
    return Float.intBitsToFloat(bits);
  }

  /** Upper half of the number of a float. */
  static int upper(float value) {
    return key(value) >>> Short.SIZE;
  }

  /** Lower half of the number of a float. */
  static int lower(float value) {
    return key(value) & (HALVES - 1);
  }
}
