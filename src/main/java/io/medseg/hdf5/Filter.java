package io.medseg.hdf5;

import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
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
   * @throws Refusal if it cannot be undone
   */
  static Filter of(FilterInfo info, int elementSize) {
    return switch (info.getId()) {
      case 1 -> new Filter(Kind.DEFLATE, 0);
      case 2 ->
          new Filter(
              Kind.SHUFFLE, info.getData().length > 0 ? width(info.getData()[0]) : elementSize);
      case 3 -> new Filter(Kind.FLETCHER32, 0);
      case 32000 -> new Filter(Kind.LZF, 0);
      default ->
          throw new Refusal(
              "filter %s (%d) is not supported; supported are gzip, lzf, shuffle and fletcher32 (h5repack -f GZIP=4 converts)"
                  .formatted(UNSUPPORTED.getOrDefault(info.getId(), info.getName()), info.getId()));
    };
  }

  private static int width(int shuffled) {
    if (shuffled < 1) {
      throw new Refusal("its filter shuffle is damaged: elements of " + shuffled + " bytes");
    }
    return shuffled;
  }

  /** Whether the length of its output depends on the data. */
  boolean compresses() {
    return kind == Kind.DEFLATE || kind == Kind.LZF;
  }
}
