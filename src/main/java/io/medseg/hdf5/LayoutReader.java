package io.medseg.hdf5;

import io.medseg.hdf5.DataLayout.Chunked;
import io.medseg.hdf5.DataLayout.Compact;
import io.medseg.hdf5.DataLayout.Contiguous;
import io.medseg.hdf5.DataLayout.Index;
import io.medseg.hdf5.DataLayout.SingleChunk;
import java.util.Arrays;

/** Reads layout messages of every version, behind their first byte. */
final class LayoutReader {
  private static final int COMPACT = 0;
  private static final int CONTIGUOUS = 1;
  private static final int CHUNKED = 2;
  private static final int VIRTUAL = 3;
  private static final int MOST_AXES = 33;

  private static final int UNFILTERED_EDGES = 1;
  private static final int FILTERED_SINGLE = 2;

  private LayoutReader() {}

  /** Versions 1 and 2: the class comes behind the rank. */
  static DataLayout early(Fields fields) {
    int rank = fields.u8();
    int kind = fields.u8();
    fields.skip(5);
    long address = kind == COMPACT ? Fields.UNDEFINED : fields.address();
    long[] lengths = new long[rank];
    for (int i = 0; i < rank; i++) {
      lengths[i] = fields.u32();
    }
    return switch (kind) {
      case COMPACT -> new Compact(fields.bytes(fields.u32()));
      case CONTIGUOUS -> new Contiguous(address, Fields.UNDEFINED);
      case CHUNKED -> chunked(lengths, Index.OLD_B_TREE, address, false, null);
      default -> throw fields.damaged("its layout is of class " + kind);
    };
  }

  static DataLayout late(Fields fields, int version) {
    int kind = fields.u8();
    return switch (kind) {
      case COMPACT -> new Compact(fields.bytes(fields.u16()));
      case CONTIGUOUS -> new Contiguous(fields.address(), fields.length());
      case CHUNKED -> version == 3 ? chunked3(fields) : chunked4(fields);
      case VIRTUAL ->
          throw new Refusal(
              "it is a virtual dataset, whose data are in others, which is not supported; copy the data into one dataset");
      default -> throw fields.damaged("its layout is of class " + kind);
    };
  }

  private static DataLayout chunked3(Fields fields) {
    int rank = fields.u8();
    long address = fields.address();
    long[] lengths = new long[rank];
    for (int i = 0; i < rank; i++) {
      lengths[i] = fields.u32();
    }
    return chunked(lengths, Index.OLD_B_TREE, address, false, null);
  }

  private static DataLayout chunked4(Fields fields) {
    int flags = fields.u8();
    int rank = fields.u8();
    int width = fields.u8();
    if (width < 1 || width > 8 || (flags & ~(UNFILTERED_EDGES | FILTERED_SINGLE)) != 0) {
      throw fields.damaged("its layout message does not fit");
    }
    long[] lengths = new long[rank];
    for (int i = 0; i < rank; i++) {
      lengths[i] = fields.number(width);
    }
    int kind = fields.u8();
    if (kind < 1 || kind >= Index.values().length) {
      throw fields.damaged("its chunks are listed by an index of type " + kind);
    }
    Index index = Index.values()[kind];
    boolean isFiltered = index == Index.SINGLE && (flags & FILTERED_SINGLE) != 0;
    SingleChunk single = isFiltered ? new SingleChunk(fields.length(), (int) fields.u32()) : null;
    fields.skip(
        switch (index) {
          case FIXED_ARRAY -> 1;
          case EXTENSIBLE_ARRAY -> 5;
          case B_TREE -> 6;
          default -> 0;
        });
    return chunked(lengths, index, fields.address(), (flags & UNFILTERED_EDGES) != 0, single);
  }

  /**
   * @param lengths of a chunk, behind them the bytes of an element
   */
  private static DataLayout chunked(
      long[] lengths, Index index, long address, boolean unfilteredEdges, SingleChunk single) {
    int rank = lengths.length - 1;
    if (rank < 1 || rank >= MOST_AXES) {
      throw new Refusal("its layout message is damaged: its chunks have " + rank + " axes");
    }
    for (int i = 0; i < rank; i++) {
      if (lengths[i] < 1 || lengths[i] > Integer.MAX_VALUE) {
        throw new Refusal(
            "its layout message is damaged: its chunks are " + Arrays.toString(lengths));
      }
    }
    int[] chunk = Arrays.stream(lengths, 0, rank).mapToInt(Math::toIntExact).toArray();
    return new Chunked(chunk, lengths[rank], index, address, unfilteredEdges, single);
  }
}
