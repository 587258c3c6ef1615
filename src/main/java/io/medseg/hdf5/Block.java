package io.medseg.hdf5;

/**
 * A box of decoded elements on its way from the file: {@code bytes} holds, row-major, a box of
 * {@code lengths} elements whose first one is at {@code origin} of the dataset; only the first
 * {@code extent} elements of each axis belong to the dataset, the others are padding. Valid until
 * the sink returns.
 */
record Block(byte[] bytes, int[] lengths, int[] origin, int[] extent) {
  /** The same box with one more axis of length 1. */
  Block withAxis(int axis) {
    return new Block(
        bytes, insert(lengths, axis, 1), insert(origin, axis, 0), insert(extent, axis, 1));
  }

  private static int[] insert(int[] values, int axis, int value) {
    int[] longer = new int[values.length + 1];
    System.arraycopy(values, 0, longer, 0, axis);
    longer[axis] = value;
    System.arraycopy(values, axis, longer, axis + 1, values.length - axis);
    return longer;
  }

  /** Elements in the box, padding included. */
  int elements() {
    int product = 1;
    for (int length : lengths) {
      product *= length;
    }
    return product;
  }

  /** Takes the blocks of a dataset, each element once, in no promised order. */
  interface Sink {
    void accept(Block block);
  }
}
