package io.medseg.transform;

import io.medseg.volume.Shape;
import java.util.Arrays;

/**
 * Which values of a tensor share statistics: those that differ on reduced axes only. Neighbouring
 * axes of one kind are taken together, so that the innermost run is long.
 *
 * @param lengths of the axes that are left
 * @param strides what a step on each of them adds to the number of the group, 0 on reduced ones
 * @param count of groups
 * @param size values in each
 */
record ValueGroups(int[] lengths, int[] strides, int count, int size) {

  /** Takes a run of neighbouring values. */
  interface RunVisitor {
    /** Values from {@code start}; the first is of {@code group}, each next one {@code step} on. */
    void visit(int start, int length, int group, int step);
  }

  static ValueGroups of(Shape shape, boolean[] reduced) {
    int[] lengths = new int[shape.rank()];
    boolean[] merged = new boolean[shape.rank()];
    int rank = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.get(axis) == 1) {
        continue;
      }
      if (rank > 0 && merged[rank - 1] == reduced[axis]) {
        lengths[rank - 1] *= shape.get(axis);
      } else {
        lengths[rank] = shape.get(axis);
        merged[rank++] = reduced[axis];
      }
    }
    if (rank == 0) {
      return new ValueGroups(new int[] {1}, new int[] {0}, 1, 1);
    }
    return of(Arrays.copyOf(lengths, rank), merged);
  }

  private static ValueGroups of(int[] lengths, boolean[] reduced) {
    int[] strides = new int[lengths.length];
    int count = 1;
    int size = 1;
    for (int axis = lengths.length - 1; axis >= 0; axis--) {
      if (reduced[axis]) {
        size *= lengths[axis];
      } else {
        strides[axis] = count;
        count *= lengths[axis];
      }
    }
    return new ValueGroups(lengths, strides, count, size);
  }

  void forEachRun(RunVisitor visitor) {
    visit(visitor, 0, 0, 0);
  }

  private int visit(RunVisitor visitor, int axis, int start, int group) {
    if (axis == lengths.length - 1) {
      visitor.visit(start, lengths[axis], group, strides[axis]);
      return start + lengths[axis];
    }
    int next = start;
    for (int i = 0; i < lengths[axis]; i++) {
      next = visit(visitor, axis + 1, next, group + i * strides[axis]);
    }
    return next;
  }
}
