package io.medseg.hdf5;

import java.util.Arrays;

/** Where each chunk of a dataset lies, by its place in the grid that tiles the dataset. */
final class ChunkTable {
  /** Chunks of a few voxels come near in no file of use; more would fill the memory. */
  private static final long MOST = 1 << 23;

  private static final long NONE = -1;

  private final int[] chunk;
  private final long[] counts;
  private final long[] addresses;
  private final int[] sizes;
  private final int[] masks;
  private final int unfiltered;

  /** Chunks that were never written. */
  private int missing;

  /**
   * A table of no chunks.
   *
   * @param lengths of the dataset
   * @param chunk lengths of a chunk
   * @param bytes of a chunk without filters
   * @param isFiltered whether chunks have sizes of their own
   */
  ChunkTable(long[] lengths, int[] chunk, int bytes, boolean isFiltered) {
    this.chunk = chunk.clone();
    unfiltered = bytes;
    counts = new long[chunk.length];
    long total = 1;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (lengths[i] + chunk[i] - 1) / chunk[i];
      total *= counts[i];
      if (total > MOST) {
        throw new Refusal(
            "its shape %s is cut into more than %d chunks of %s, which is not supported; write it with larger chunks"
                .formatted(Arrays.toString(lengths), MOST, Arrays.toString(chunk)));
      }
    }
    missing = (int) total;
    addresses = new long[missing];
    Arrays.fill(addresses, NONE);
    sizes = isFiltered ? new int[addresses.length] : new int[0];
    masks = isFiltered ? new int[addresses.length] : new int[0];
  }

  int rank() {
    return counts.length;
  }

  /**
   * Lists a chunk.
   *
   * @param place in the grid, in chunks
   * @return whether the place is inside the grid
   */
  boolean put(long[] place, long address, long size, int mask) {
    long index = 0;
    for (int i = 0; i < counts.length; i++) {
      if (place[i] < 0 || place[i] >= counts[i]) {
        return false;
      }
      index = index * counts[i] + place[i];
    }
    if (addresses[(int) index] != NONE) {
      throw new Refusal("its list of chunks is damaged: two are at " + Arrays.toString(place));
    }
    if (address < Superblock.LEAST_BYTES) {
      throw new Refusal("its list of chunks is damaged: a chunk is at " + address);
    }
    if (size < 0 || size > Integer.MAX_VALUE || sizes.length == 0 && size != unfiltered) {
      throw new Refusal("its list of chunks is damaged: a chunk has " + size + " bytes");
    }
    addresses[(int) index] = address;
    missing--;
    if (sizes.length > 0) {
      sizes[(int) index] = (int) size;
      masks[(int) index] = mask;
    }
    return true;
  }

  /** Index of the chunk that begins at an element. */
  int index(int[] origin) {
    long index = 0;
    for (int i = 0; i < counts.length; i++) {
      index = index * counts[i] + origin[i] / chunk[i];
    }
    return (int) index;
  }

  /** Whether every chunk was written. */
  boolean isComplete() {
    return missing == 0;
  }

  /** Whether no chunk was ever written. */
  boolean isEmpty() {
    return missing == addresses.length;
  }

  /** Whether the chunk was written. */
  boolean has(int index) {
    return addresses[index] != NONE;
  }

  long address(int index) {
    return addresses[index];
  }

  /** Stored bytes. */
  int size(int index) {
    return sizes.length > 0 ? sizes[index] : unfiltered;
  }

  /** Filters that were left out, one bit each. */
  int mask(int index) {
    return masks.length > 0 ? masks[index] : 0;
  }
}
