package io.medseg.hdf5;

/**
 * The checksum of HDF5's fletcher32 filter: Fletcher's sum over big-endian 16-bit words, an odd
 * last byte as the upper half of a word; kept behind the data in four bytes, little-endian.
 */
final class Fletcher32 {
  /** Bytes behind the data. */
  static final int LENGTH = 4;

  /** So many words can be summed before the sums must be folded to 16 bits. */
  private static final int WORDS = 360;

  private Fletcher32() {}

  /**
   * Checks data that is followed by its checksum.
   *
   * @return length of the data without the checksum
   * @throws Refusal if they do not fit
   */
  static int verify(byte[] bytes, int length) {
    int dataLength = length - LENGTH;
    if (dataLength < 0) {
      throw new Refusal("a chunk is damaged (shorter than its checksum)");
    }
    int stored =
        bytes[dataLength] & 0xff
            | (bytes[dataLength + 1] & 0xff) << 8
            | (bytes[dataLength + 2] & 0xff) << 16
            | bytes[dataLength + 3] << 24;
    int computed = of(bytes, dataLength);
    // HDF5 before 1.6.3 wrote the bytes of each half the other way round; readers accept both.
    int swapped = (computed & 0xff00ff) << 8 | computed >>> 8 & 0xff00ff;
    if (stored != computed && stored != swapped) {
      throw new Refusal("a chunk is damaged (checksum fletcher32 does not match)");
    }
    return dataLength;
  }

  static int of(byte[] bytes, int length) {
    int sum1 = 0;
    int sum2 = 0;
    int at = 0;
    int words = length / 2;
    while (words > 0) {
      int some = Math.min(words, WORDS);
      words -= some;
      for (; some > 0; some--, at += 2) {
        sum1 += (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        sum2 += sum1;
      }
      sum1 = fold(sum1);
      sum2 = fold(sum2);
    }
    if (length % 2 != 0) {
      sum1 = fold(sum1 + ((bytes[at] & 0xff) << 8));
      sum2 = fold(sum2 + sum1);
    }
    return fold(sum2) << 16 | fold(sum1);
  }

  private static int fold(int sum) {
    return (sum & 0xffff) + (sum >>> 16);
  }
}
