package io.medseg.loader;

import java.math.BigInteger;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * The integers of Python's {@code random.Random(seed)}, so that MedSegPy's order of shuffled
 * elements comes out again: the Mersenne Twister, seeded by the 32-bit digits of the seed's
 * absolute value, and rejection sampling over as many bits as the bound has.
 */
final class PythonRandom {
  private static final int WORD = 32;
  private final MersenneTwister twister;

  PythonRandom(long seed) {
    this.twister = new MersenneTwister(key(seed));
  }

  private static int[] key(long seed) {
    BigInteger magnitude = BigInteger.valueOf(seed).abs();
    int words = Math.max(1, (magnitude.bitLength() + WORD - 1) / WORD);
    int[] key = new int[words];
    for (int i = 0; i < words; i++) {
      key[i] = magnitude.shiftRight(WORD * i).intValue();
    }
    return key;
  }

  /** An integer from 0 to below {@code bound}. */
  int below(int bound) {
    int bits = WORD - Integer.numberOfLeadingZeros(bound);
    int value = twister.nextInt() >>> (WORD - bits);
    while (value >= bound) {
      value = twister.nextInt() >>> (WORD - bits);
    }
    return value;
  }
}
