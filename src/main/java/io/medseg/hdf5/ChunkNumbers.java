package io.medseg.hdf5;

/**
 * Numbers the chunks of a dataset as the indices without B-trees do: row-major over the grid of the
 * shape that it may grow to; where one axis may grow without limit, that comes first.
 */
final class ChunkNumbers {
  private final ChunkTable table;
  private final int[] order;
  private final long[] strides;
  private final long total;
  private final int unlimitedAxes;

  ChunkNumbers(ChunkTable table, Dataspace space, int[] chunk) {
    this.table = table;
    int rank = chunk.length;
    int unlimited = 0;
    int axes = 0;
    for (int i = 0; i < rank; i++) {
      unlimited = space.most()[i] == Fields.UNDEFINED ? i : unlimited;
      axes += space.most()[i] == Fields.UNDEFINED ? 1 : 0;
    }
    unlimitedAxes = axes;
    order = new int[rank];
    order[0] = unlimited;
    for (int i = 1; i < rank; i++) {
      order[i] = i <= unlimited ? i - 1 : i;
    }
    strides = new long[rank];
    long product = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = product;
      int axis = order[i];
      long most = space.most()[axis];
      long length = i == 0 && most == Fields.UNDEFINED ? space.lengths()[axis] : most;
      long count = Math.max(0, length - 1) / chunk[axis] + (length > 0 ? 1 : 0);
      product = count == 0 || product <= Long.MAX_VALUE / count ? product * count : Long.MAX_VALUE;
    }
    total = product;
  }

  /** Chunks of the largest shape; of the present one along an axis without limit. */
  long total() {
    return total;
  }

  /** Axes that may grow without limit. */
  int unlimitedAxes() {
    return unlimitedAxes;
  }

  /** Lists the chunk of a number, if it is in the dataset as it is now. */
  void put(long number, long address, long size, int mask) {
    long[] place = new long[order.length];
    long rest = number;
    for (int i = 0; i < order.length; i++) {
      long stride = Math.max(1, strides[i]);
      place[order[i]] = rest / stride;
      rest %= stride;
    }
    table.put(place, address, size, mask);
  }
}
