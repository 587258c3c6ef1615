package io.medseg.hdf5;

/**
 * Undoes HDF5's shuffle filter, which puts the first bytes of all elements in front, then their
 * second bytes, and so on; bytes behind the last whole element stay where they are.
 */
final class Shuffle {
  private Shuffle() {}

  static void undo(byte[] source, byte[] target, int length, int elementSize) {
    int count = length / elementSize;
    switch (elementSize) {
      case 2 -> undo2(source, target, count);
      case 4 -> undo4(source, target, count);
      default -> {
        for (int k = 0; k < elementSize; k++) {
          for (int i = 0, from = k * count, to = k; i < count; i++, from++, to += elementSize) {
            target[to] = source[from];
          }
        }
      }
    }
    int whole = count * elementSize;
    System.arraycopy(source, whole, target, whole, length - whole);
  }

  private static void undo2(byte[] source, byte[] target, int count) {
    for (int i = 0, to = 0; i < count; i++, to += 2) {
      target[to] = source[i];
      target[to + 1] = source[count + i];
    }
  }

  private static void undo4(byte[] source, byte[] target, int count) {
    int second = 2 * count;
    int third = 3 * count;
    for (int i = 0, to = 0; i < count; i++, to += 4) {
      target[to] = source[i];
      target[to + 1] = source[count + i];
      target[to + 2] = source[second + i];
      target[to + 3] = source[third + i];
    }
  }
}
