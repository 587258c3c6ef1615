package io.medseg.model;

import io.medseg.volume.Shape;

/** Reverses one axis of arrays of one shape. Immutable. */
final class Mirror {
  private final int outer;
  private final int length;
  private final int inner;

  Mirror(Shape shape, int axis) {
    int before = 1;
    int behind = 1;
    for (int i = 0; i < shape.rank(); i++) {
      before = Math.multiplyExact(before, i < axis ? shape.get(i) : 1);
      behind = Math.multiplyExact(behind, i > axis ? shape.get(i) : 1);
    }
    this.outer = before;
    this.length = shape.get(axis);
    this.inner = behind;
  }

  /** Copies; what lies behind the axis stays together. */
  void copy(float[] from, float[] to) {
    for (int i = 0; i < outer; i++) {
      int source = i * length * inner;
      int target = source + (length - 1) * inner;
      for (int k = 0; k < length; k++) {
        System.arraycopy(from, source + k * inner, to, target - k * inner, inner);
      }
    }
  }
}
