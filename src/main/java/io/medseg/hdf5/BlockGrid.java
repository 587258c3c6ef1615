package io.medseg.hdf5;

/** Walks over the boxes that tile an array, row-major; boxes at the far ends are clipped. */
final class BlockGrid {
  private final int[] lengths;
  private final int[] box;
  private int[] origin;

  BlockGrid(int[] lengths, int[] box) {
    this.lengths = lengths;
    this.box = box;
  }

  /** Moves to the next box, at first to the first one; false if there is none. */
  boolean next() {
    if (origin == null) {
      origin = new int[lengths.length];
      for (int length : lengths) {
        if (length == 0) {
          return false;
        }
      }
      return true;
    }
    for (int i = lengths.length - 1; i >= 0; i--) {
      if (lengths[i] - origin[i] > box[i]) {
        origin[i] += box[i];
        return true;
      }
      origin[i] = 0;
    }
    return false;
  }

  /** First element of the box, a copy. */
  int[] origin() {
    return origin.clone();
  }

  /** Lengths of the box inside the array. */
  int[] extent() {
    int[] extent = new int[lengths.length];
    for (int i = 0; i < extent.length; i++) {
      extent[i] = Math.min(box[i], lengths[i] - origin[i]);
    }
    return extent;
  }

  /** Flat index of the first element of the box in the array. */
  long firstElement() {
    long index = 0;
    for (int i = 0; i < lengths.length; i++) {
      index = index * lengths[i] + origin[i];
    }
    return index;
  }

  /** Elements of the largest box. */
  int largest() {
    int product = 1;
    for (int i = 0; i < lengths.length; i++) {
      product = Math.multiplyExact(product, Math.min(box[i], lengths[i]));
    }
    return product;
  }
}
