package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the means of windows that overlap are taken and kept. The windows of one start on the slowest
 * axis of their order are a group; the indices of that axis are planes, those of the middle axis
 * rows. Means are held by rows, each of all planes of a group and all indices of the third axis.
 *
 * <p>Held is no more than: of the planes that the groups so far share with the next, all rows (the
 * carry); and of the planes of a group, the rows that its next windows change (the band).
 *
 * @param grid the windows that predictions go to, in order
 * @param inner the axis along which predictions lie close together
 * @param classes values per voxel
 */
record SlabLayout(PatchGrid grid, int inner, int classes) {

  /**
   * The layout of these windows in the order that holds least; where that is the same, the one
   * whose slowest axis comes last. Rows never lie across the inner axis unless it is the slowest:
   * so predictions are read and written in runs. Rows across {@code runs} must save half: blocks of
   * single voxels along it take a sink much longer.
   *
   * @param runs the axis along which sinks take a block in runs
   */
  static SlabLayout smallest(PatchGrid grid, int inner, int runs, int classes) {
    List<SlabLayout> layouts = new ArrayList<>();
    for (int slow = 2; slow >= 0; slow--) {
      for (int middle = 0; middle < 3; middle++) {
        if (middle != slow && middle != inner) {
          List<Integer> order = List.of(slow, middle, 3 - slow - middle);
          layouts.add(new SlabLayout(grid.ordered(order), inner, classes));
        }
      }
    }
    return layouts.stream()
        .min(Comparator.comparingLong(layout -> layout.cost(runs)))
        .orElseThrow();
  }

  private long cost(int runs) {
    return middleAxis() == runs ? 2 * heldFloats() : heldFloats();
  }

  int slowAxis() {
    return grid.order().get(0);
  }

  int middleAxis() {
    return grid.order().get(1);
  }

  int fastAxis() {
    return grid.order().get(2);
  }

  /** The windows along the slowest axis: one for each group. */
  AxisGrid slow() {
    return grid.axes().get(slowAxis());
  }

  AxisGrid middle() {
    return grid.axes().get(middleAxis());
  }

  AxisGrid fast() {
    return grid.axes().get(fastAxis());
  }

  /** Number of groups. */
  int groups() {
    return slow().count();
  }

  /** Elements of a group. */
  int groupSize() {
    return middle().count() * fast().count();
  }

  /** Whether planes are the fastest axis of a row. */
  boolean hasPlanesInside() {
    return slowAxis() == inner;
  }

  /** First plane that this group or a later one touches. */
  int firstPlaneFrom(int group) {
    return group < groups() ? slow().clippedStart(group) : slow().length();
  }

  /** Plane behind the last that the groups before this one touch. */
  int lastPlaneBefore(int group) {
    return group == 0 ? 0 : slow().clippedStop(group - 1);
  }

  /**
   * Most rows that a band holds. Where a group has one window per row, each row is complete as soon
   * as it comes, except those that the next windows share.
   */
  int bandRows() {
    return fast().count() == 1
        ? Math.min(middle().longest(), middle().longestOverlap() + 1)
        : middle().longest();
  }

  /** Voxels of a row of that many planes. */
  int rowVoxels(int planes) {
    return Math.multiplyExact(planes, fast().length());
  }

  /** Floats of the carry at its largest. */
  long carryFloats() {
    long row = rowVoxels(slow().longestOverlap());
    return middle().covered().cardinality() * row * classes;
  }

  /** Floats of the band at its largest: means and sums of weights. */
  long bandFloats() {
    long row = rowVoxels(slow().longest());
    return bandRows() * row * (classes + 1);
  }

  /** Floats held at most. */
  long heldFloats() {
    return carryFloats() + bandFloats();
  }

  /** Floats in {@code block} from one index of an axis to the next. */
  static int stride(PredictionBlock block, int axis) {
    return switch (axis) {
      case 0 -> block.strideH();
      case 1 -> block.strideW();
      default -> block.strideD();
    };
  }

  /** The groups, cut into at most so many runs of even length. */
  List<ElementRange> ranges(int parts) {
    return even(groups(), parts, groupSize());
  }

  /** {@code count} times {@code size} elements, cut into at most so many even ranges. */
  static List<ElementRange> even(int count, int parts, int size) {
    int number = Math.max(1, Math.min(parts, count));
    return IntStream.range(0, number)
        .mapToObj(
            i -> new ElementRange(cut(i, count, number) * size, cut(i + 1, count, number) * size))
        .toList();
  }

  private static int cut(int i, int count, int number) {
    return (int) ((long) i * count / number);
  }
}
