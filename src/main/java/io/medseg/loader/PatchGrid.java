package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * The windows that an image is cut into: every combination of the windows of its axes. Any rank.
 * Immutable.
 *
 * @param axes the windows on each axis
 * @param order the axes from the slowest to the fastest: windows are sorted by their start on the
 *     first of them, then the next
 */
record PatchGrid(List<AxisGrid> axes, List<Integer> order) {
  PatchGrid {
    axes = List.copyOf(axes);
    order = List.copyOf(order);
  }

  /** Windows in row-major order of their starts: the last axis is the fastest. */
  PatchGrid(List<AxisGrid> axes) {
    this(axes, IntStream.range(0, axes.size()).boxed().toList());
  }

  /** MedSegPy's windows, exactly: {@link AxisGrid#reference}. */
  static PatchGrid reference(Shape image, WindowSettings settings) {
    return of(image, settings, AxisGrid::reference);
  }

  /** MedSegPy's windows, but one for an image smaller than it: {@link AxisGrid#fitted}. */
  static PatchGrid fitted(Shape image, WindowSettings settings) {
    return of(image, settings, AxisGrid::fitted);
  }

  /** Windows that reach every voxel: {@link AxisGrid#covering}. */
  static PatchGrid covering(Shape image, WindowSettings settings) {
    return of(image, settings, AxisGrid::covering);
  }

  /** nnU-Net's windows: {@link AxisGrid#spread}. */
  static PatchGrid spread(Shape image, WindowSettings settings, double step) {
    return of(image, settings, (length, axis) -> AxisGrid.spread(length, axis, step));
  }

  /** MONAI's windows: {@link AxisGrid#overlapping}. */
  static PatchGrid overlapping(Shape image, WindowSettings settings, double overlap) {
    return of(image, settings, (length, axis) -> AxisGrid.overlapping(length, axis, overlap));
  }

  private static PatchGrid of(
      Shape image, WindowSettings settings, BiFunction<Integer, AxisSettings, AxisGrid> rule) {
    List<AxisGrid> axes = new ArrayList<>();
    for (int axis = 0; axis < image.rank(); axis++) {
      axes.add(rule.apply(image.get(axis), settings.axes().get(axis)));
    }
    return new PatchGrid(axes);
  }

  /** The same windows with others on the last axis. */
  PatchGrid withLast(AxisGrid last) {
    List<AxisGrid> changed = new ArrayList<>(axes);
    changed.set(changed.size() - 1, last);
    return new PatchGrid(changed, order);
  }

  /** The windows of these numbers on each axis, in every combination. */
  PatchGrid select(List<int[]> windows) {
    List<AxisGrid> selected = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      selected.add(axes.get(axis).select(windows.get(axis)));
    }
    return new PatchGrid(selected, order);
  }

  /** The same windows in another order. */
  PatchGrid ordered(List<Integer> axesFromSlowest) {
    return new PatchGrid(axes, axesFromSlowest);
  }

  /** The windows on the last axis. */
  AxisGrid last() {
    return axes.get(axes.size() - 1);
  }

  /**
   * Number of windows.
   *
   * @throws InputException if there are more than can be numbered
   */
  int count() {
    BigInteger count = BigInteger.ONE;
    for (AxisGrid axis : axes) {
      count = count.multiply(BigInteger.valueOf(axis.count()));
    }
    if (count.bitLength() >= Integer.SIZE) {
      throw new InputException(
          "Cannot cut an image of %s into windows of %s: they are %s, and %d is the most; take a larger IMG_STRIDE"
              .formatted(image(), window(), count, Integer.MAX_VALUE));
    }
    return count.intValue();
  }

  /** Lengths of a window. */
  Shape window() {
    return Shape.of(axes.stream().mapToInt(AxisGrid::window).toArray());
  }

  /** Lengths of the image. */
  Shape image() {
    return Shape.of(axes.stream().mapToInt(AxisGrid::length).toArray());
  }

  /** Whether some voxel is in two windows. */
  boolean overlaps() {
    return axes.stream().anyMatch(AxisGrid::overlaps);
  }

  /** The windows as elements, each made when it is asked for. */
  List<Element> elements() {
    return new GridElements(this);
  }

  /** Which window of each axis makes the element of an index. */
  int[] position(int index) {
    int[] at = new int[axes.size()];
    int rest = index;
    for (int i = order.size() - 1; i >= 0; i--) {
      int axis = order.get(i);
      at[axis] = rest % axes.get(axis).count();
      rest /= axes.get(axis).count();
    }
    return at;
  }
}
