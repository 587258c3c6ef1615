package io.medseg.volume;

import io.medseg.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How voxels beyond the border of an axis are made up; what numpy.pad does under the same name,
 * also where more is added than the axis is long (reflections bounce as often as needed).
 */
public enum PadMode {
  /** The nearest voxel: aaa abcd ddd. */
  EDGE {
    @Override
    int inside(int index, int length) {
      return index < 0 ? 0 : length - 1;
    }
  },
  /** Zero: 000 abcd 000. */
  CONSTANT {
    @Override
    int inside(int index, int length) {
      return ZERO;
    }
  },
  /** Mirrored at the voxel on the border: dcb abcd cba; an axis of one voxel repeats it. */
  REFLECT {
    @Override
    int inside(int index, int length) {
      if (length == 1) {
        return 0;
      }
      int turn = Math.floorMod(index, 2 * (length - 1));
      return turn < length ? turn : 2 * (length - 1) - turn;
    }
  },
  /** Mirrored at the border itself: cba abcd dcb. */
  SYMMETRIC {
    @Override
    int inside(int index, int length) {
      int turn = Math.floorMod(index, 2 * length);
      return turn < length ? turn : 2 * length - 1 - turn;
    }
  },
  /** From the other end: bcd abcd abc. */
  WRAP {
    @Override
    int inside(int index, int length) {
      return Math.floorMod(index, length);
    }
  };

  /** What {@link #source} gives where the value is 0 and comes from no voxel. */
  public static final int ZERO = -1;

  /**
   * The voxel whose value stands at an index.
   *
   * @param index any, also below 0 and from {@code length} on
   * @param length of the axis, at least 1
   * @return an index of the axis, or {@link #ZERO}
   */
  public int source(int index, int length) {
    return index >= 0 && index < length ? index : inside(index, length);
  }

  abstract int inside(int index, int length);

  /**
   * The mode of a name, in upper or lower case.
   *
   * @throws InputException if there is none; the message lists the known ones
   */
  public static PadMode named(String name) {
    for (PadMode mode : values()) {
      if (mode.name().equalsIgnoreCase(name)) {
        return mode;
      }
    }
    throw new InputException(
        "Invalid padding mode: "
            + name
            + "; known are "
            + Arrays.stream(values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }
}
