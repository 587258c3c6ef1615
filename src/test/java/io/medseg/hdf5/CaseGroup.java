package io.medseg.hdf5;

import java.util.List;

/**
 * The groups of tools/cases: how many datasets h5py is asked for, and those of them that are not
 * read here although h5py may do so, each with words of the message.
 */
enum CaseGroup {
  VERSIONS("versions", 38),
  HDF5_2("HDF5 2.0", 50),
  ATTRIBUTES("attributes", 40),
  NEIGHBOURS("neighbours", 416),
  NUMBER_TYPES(
      "number types",
      10,
      volume("complex64", "are not supported; expected integers, floats or bool"),
      volume("strings", "are not supported; expected integers, floats or bool"),
      volume("long double", "floats with 15 exponent and 64 mantissa bits in 16 bytes are not"),
      volume("bfloat16", "floats with 8 exponent and 7 mantissa bits in 2 bytes are not supported"),
      volume("12 of 16 bits", "integers of 12 bits in 2 bytes are not supported; expected 8, 16"),
      volume("12 of 16 bits, from bit 4", "integers of 12 bits in 2 bytes are not supported"),
      seg("masks as bit field", "are not supported; expected integers, floats or bool")),
  SHAPES("shapes", 9),
  FILL_VALUES("fill values", 3),
  FILTERS(
      "filters",
      18,
      filter("blosc", 32001),
      filter("blosc2", 32026),
      filter("zstd", 32015),
      filter("lz4", 32004),
      filter("bitshuffle", 32008),
      filter("zfp", 32013),
      filter("bzip2", 307),
      filter("szip", 4),
      filter("scaleoffset", 6)),
  LINKS(
      "links",
      6,
      volume("external link", "another file"),
      volume("virtual dataset", "it is a virtual dataset"),
      volume("external data", "its elements are in files beside")),
  LIBRARIES(
      "libraries",
      12,
      volume("PyTables, blosc", "filter blosc (32001) is not supported; supported")),
  KILLED_WRITERS("killed writers", 4, unreadable("it is open for writing")),
  CUT_FILES("cut files", 12, unreadable("it is cut short: 4972 of 5072 bytes are there")),
  OTHER_FORMATS("other formats", 12, unreadable("it is not HDF5"));

  /** A dataset that is refused; without a name, each that h5py refuses as well. */
  private record Refused(String name, String dataset, String words) {}

  private final String title;
  private final int datasets;
  private final List<Refused> refused;

  CaseGroup(String title, int datasets, Refused... refused) {
    this.title = title;
    this.datasets = datasets;
    this.refused = List.of(refused);
  }

  private static Refused volume(String name, String words) {
    return new Refused(name, "volume", words);
  }

  private static Refused seg(String name, String words) {
    return new Refused(name, "seg", words);
  }

  private static Refused unreadable(String words) {
    return new Refused(null, null, words);
  }

  private static Refused filter(String name, int number) {
    String words = "filter %s (%d) is not supported; supported are gzip, lzf, shuffle and";
    return volume(name, words.formatted(name, number));
  }

  /** Its name in tools/cases. */
  String title() {
    return title;
  }

  /** How many there are, so that none vanishes. */
  int datasets() {
    return datasets;
  }

  /** Words of the message with which this dataset is refused; null if none are known. */
  String words(CasesIT.Answer asked) {
    return refused.stream()
        .filter(
            one ->
                one.name() == null
                    ? !asked.isRead()
                    : one.name().equals(asked.name()) && one.dataset().equals(asked.dataset()))
        .map(Refused::words)
        .findFirst()
        .orElse(null);
  }
}
