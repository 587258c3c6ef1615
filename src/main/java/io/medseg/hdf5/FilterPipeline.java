package io.medseg.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads which filters the chunks of a dataset went through. */
final class FilterPipeline {
  private static final int MOST = 32;
  private static final int FIRST_NAMED = 256;

  private FilterPipeline() {}

  /**
   * The filters in the order in which they were applied; none without a message.
   *
   * @throws Refusal if one of them cannot be undone
   */
  static List<Filter> of(Fields message, int elementSize) {
    if (message == null) {
      return List.of();
    }
    int version = message.version(1, 2);
    int count = message.u8();
    message.skip(version == 1 ? 6 : 0);
    if (count > MOST) {
      throw message.damaged("it has " + count + " filters");
    }
    List<Filter> pipeline = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pipeline.add(filter(message, version, elementSize));
    }
    if (pipeline.stream().filter(Filter::compresses).count() > 1) {
      throw new Refusal("more than one compression filter is not supported");
    }
    return pipeline;
  }

  private static Filter filter(Fields message, int version, int elementSize) {
    int id = message.u16();
    int nameLength = version == 1 || id >= FIRST_NAMED ? message.u16() : 0;
    message.u16();
    int values = message.u16();
    int padded = version == 1 ? (nameLength + 7) / 8 * 8 : nameLength;
    String name = new String(message.bytes(padded), StandardCharsets.UTF_8).replace("\0", "");
    long first = 0;
    for (int i = 0; i < values; i++) {
      long value = message.u32();
      first = i == 0 ? value : first;
    }
    message.skip(version == 1 && values % 2 == 1 ? 4 : 0);
    return Filter.of(id, name, values > 0 ? first : elementSize);
  }
}
