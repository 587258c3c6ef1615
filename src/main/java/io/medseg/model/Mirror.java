package io.medseg.model;

import io.medseg.volume.Shape;
import java.util.Set;

/** Copies arrays of one shape with some of their axes reversed. Immutable. */
final class Mirror {
  private final int[] lengths;
  private final int[] strides;
  private final boolean[] reversed;
  private final int last;

  /**
   * @param axes those to reverse, at least one
   */
  Mirror(Shape shape, Set<Integer> axes) {
    this.lengths = shape.toArray();
    this.strides = new int[lengths.length];
    this.reversed = new boolean[lengths.length];
    int stride = 1;
    for (int axis = lengths.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride = Math.multiplyExact(stride, lengths[axis]);
      reversed[axis] = axes.contains(axis);
    }
    this.last = axes.stream().mapToInt(axis -> axis).max().orElseThrow();
  }

  /** Copies; what lies behind the last reversed axis stays together. */
  void copy(float[] from, float[] to) {
    copy(from, 0, to, 0, 0);
  }

  private void copy(float[] from, int source, float[] to, int target, int axis) {
    int stride = strides[axis];
    int step = reversed[axis] ? -stride : stride;
    int at = reversed[axis] ? target + (lengths[axis] - 1) * stride : target;
    for (int i = 0; i < lengths[axis]; i++) {
      if (axis == last) {
        System.arraycopy(from, source + i * stride, to, at + i * step, stride);
      } else {
        copy(from, source + i * stride, to, at + i * step, axis + 1);
      }
    }
  }
}
