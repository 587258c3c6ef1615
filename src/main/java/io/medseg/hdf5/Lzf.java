package io.medseg.hdf5;

/**
 * Undoes LibLZF compression, as h5py's "lzf" writes it: a control byte below 32 announces that many
 * literals plus one; otherwise its upper 3 bits (7: plus a further byte) plus 2 are the length and
 * its lower 5 bits with the next byte the distance, minus one, of a copy from the output.
 */
final class Lzf {
  private Lzf() {}

  /**
   * Fills {@code length} bytes of the target.
   *
   * @throws Refusal if the input is damaged or does not give just as many bytes
   */
  static void decode(byte[] source, int sourceLength, byte[] target, int length) {
    int in = 0;
    int out = 0;
    try {
      while (in < sourceLength) {
        int control = source[in++] & 0xff;
        if (control < 32) {
          int run = control + 1;
          check(in + run <= sourceLength && out + run <= length);
          System.arraycopy(source, in, target, out, run);
          in += run;
          out += run;
        } else {
          int run = control >> 5;
          if (run == 7) {
            run += source[in++] & 0xff;
          }
          run += 2;
          int from = out - ((control & 31) << 8 | source[in++] & 0xff) - 1;
          check(from >= 0 && out + run <= length && in <= sourceLength);
          // Byte by byte: a copy may overlap what it writes.
          for (int end = out + run; out < end; ) {
            target[out++] = target[from++];
          }
        }
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new Refusal("a chunk is damaged (lzf)", e);
    }
    check(out == length);
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new Refusal("a chunk is damaged (lzf)");
    }
  }
}
