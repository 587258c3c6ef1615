package io.medseg.loader;

import io.medseg.volume.Padding;
import io.medseg.volume.Region;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The windows of a grid as elements: what of each is on the image, and what is padded. An element
 * is made when it is asked for, so that the list takes no memory, however many there are.
 * Immutable.
 */
final class GridElements extends AbstractList<Element> implements RandomAccess {
  private final PatchGrid grid;
  private final int count;

  /**
   * @throws io.medseg.InputException if there are more windows than can be numbered
   */
  GridElements(PatchGrid grid) {
    this.grid = grid;
    this.count = grid.count();
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Element get(int index) {
    Objects.checkIndex(index, count);
    int[] at = grid.position(index);
    int[] start = new int[at.length];
    int[] stop = new int[at.length];
    int[] low = new int[at.length];
    int[] high = new int[at.length];
    for (int axis = 0; axis < at.length; axis++) {
      AxisGrid windows = grid.axes().get(axis);
      start[axis] = windows.clippedStart(at[axis]);
      stop[axis] = windows.clippedStop(at[axis]);
      low[axis] = windows.padLow(at[axis]);
      high[axis] = windows.padHigh(at[axis]);
    }
    return new Element(index, Region.of(start, stop), Padding.of(low, high));
  }
}
