package io.medseg.hdf5;

/**
 * HDF5's shuffle filter, forth and back. It puts the first bytes of all elements in front, then
 * their second bytes, and so on; bytes behind the last whole element stay where they are.
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

  static void apply(byte[] source, byte[] target, int length, int elementSize) {
    int count = length / elementSize;
    if (elementSize == 4) {
      apply4(source, target, count);
    } else {
      for (int k = 0; k < elementSize; k++) {
        for (int i = 0, from = k, to = k * count; i < count; i++, from += elementSize, to++) {
          target[to] = source[from];
        }
      }
    }
    int whole = count * elementSize;
    System.arraycopy(source, whole, target, whole, length - whole);
  }

  private static void apply4(byte[] source, byte[] target, int count) {
    int second = 2 * count;
    int third = 3 * count;
    for (int i = 0, from = 0; i < count; i++, from += 4) {
      target[i] = source[from];
      target[count + i] = source[from + 1];
      target[second + i] = source[from + 2];
      target[third + i] = source[from + 3];
    }
  }
}
