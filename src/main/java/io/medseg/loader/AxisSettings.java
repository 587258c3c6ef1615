package io.medseg.loader;

import java.io.Serializable;

/**
 * Where windows may lie on one axis.
 *
 * @param window length of a window, or {@link #WHOLE}
 * @param pad voxels added on both sides before windows are placed, or {@link #UNSET}
 * @param stride distance between the starts of neighbouring windows
 */
record AxisSettings(int window, int pad, int stride) implements Serializable {
  /** The window is as long as the axis. */
  static final int WHOLE = -1;

  /** Nothing was said about padding. */
  static final int UNSET = -1;

  boolean isWhole() {
    return window == WHOLE;
  }

  /** The padding asked for, 0 if none was. */
  int padOrZero() {
    return Math.max(pad, 0);
  }
}
