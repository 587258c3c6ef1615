package io.medseg.loader;

import io.medseg.volume.Padding;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The windows that an image is cut into: every combination of the windows of its axes, in row-major
 * order of their starts (the last axis is the fastest). Any rank. Immutable.
 *
 * @param axes the windows on each axis
 */
record PatchGrid(List<AxisGrid> axes) {
  PatchGrid {
    axes = List.copyOf(axes);
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
    return new PatchGrid(changed);
  }

  /** The windows on the last axis. */
  AxisGrid last() {
    return axes.get(axes.size() - 1);
  }

  /** Number of windows. */
  int count() {
    return axes.stream().mapToInt(AxisGrid::count).reduce(1, Math::multiplyExact);
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

  /** The windows as elements: what of them is on the image, and what is padded. */
  List<Element> elements() {
    int count = count();
    List<Element> elements = new ArrayList<>(count);
    int[] at = new int[axes.size()];
    for (int index = 0; index < count; index++) {
      elements.add(element(index, at));
      advance(at);
    }
    return elements;
  }

  private Element element(int index, int[] at) {
    int rank = axes.size();
    int[] start = new int[rank];
    int[] stop = new int[rank];
    int[] low = new int[rank];
    int[] high = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      AxisGrid grid = axes.get(axis);
      start[axis] = grid.clippedStart(at[axis]);
      stop[axis] = grid.clippedStop(at[axis]);
      low[axis] = grid.padLow(at[axis]);
      high[axis] = grid.padHigh(at[axis]);
    }
    return new Element(index, Region.of(start, stop), Padding.of(low, high));
  }

  private void advance(int[] at) {
    for (int axis = at.length - 1; axis >= 0; axis--) {
      if (++at[axis] < axes.get(axis).count()) {
        return;
      }
      at[axis] = 0;
    }
  }
}
