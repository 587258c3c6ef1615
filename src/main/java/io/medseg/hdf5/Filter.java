package io.medseg.hdf5;

import java.util.Map;

/**
 * One step of a dataset's filter pipeline that can be undone here. Ids are those of the HDF Group's
 * registry of filters.
 *
 * @param kind which filter
 * @param elementSize for {@link Kind#SHUFFLE}, bytes that are shuffled together
 */
record Filter(Kind kind, int elementSize) {
  enum Kind {
    DEFLATE,
    SHUFFLE,
    FLETCHER32,
    LZF
  }

  private static final Map<Integer, String> UNSUPPORTED =
      Map.of(
          4, "szip",
          5, "nbit",
          6, "scaleoffset",
          307, "bzip2",
          32001, "blosc",
          32004, "lz4",
          32008, "bitshuffle",
          32013, "zfp",
          32015, "zstd",
          32026, "blosc2");

  /**
   * A step out of the file.
   *
   * @param name what its writer calls it
   * @param width for shuffle, bytes that were shuffled together
   * @throws Refusal if it cannot be undone
   */
  static Filter of(int id, String name, long width) {
    return switch (id) {
      case 1 -> new Filter(Kind.DEFLATE, 0);
      case 2 -> new Filter(Kind.SHUFFLE, shuffled(width));
      case 3 -> new Filter(Kind.FLETCHER32, 0);
      case 32000 -> new Filter(Kind.LZF, 0);
      default ->
          throw new Refusal(
              "filter %s (%d) is not supported; supported are gzip, lzf, shuffle and fletcher32 (h5repack -f GZIP=4 converts)"
                  .formatted(UNSUPPORTED.getOrDefault(id, name), id));
    };
  }

  private static int shuffled(long width) {
    if (width < 1 || width > Integer.MAX_VALUE) {
      throw new Refusal("its filter shuffle is damaged: elements of " + width + " bytes");
    }
    return (int) width;
  }

  /** Whether the length of its output depends on the data. */
  boolean compresses() {
    return kind == Kind.DEFLATE || kind == Kind.LZF;
  }
}
