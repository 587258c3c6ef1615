package io.medseg.loader;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The windows on one axis: all of one length, by ascending start; a start may be negative and a
 * window may end behind the axis, where it is padded.
 *
 * @param length of the axis
 * @param window length of a window
 * @param starts first index of each window; the array is shared, not copied
 */
record AxisGrid(int length, int window, int[] starts) {

  /**
   * MedSegPy's rule (its compute_patches): from {@code -pad} in steps of the stride while the
   * window ends within {@code length + pad}. Without a pad, an axis shorter than the window is
   * padded by the whole difference on both sides.
   */
  static AxisGrid reference(int length, AxisSettings settings) {
    if (settings.isWhole()) {
      return whole(length);
    }
    int missing = settings.window() - length;
    int pad = settings.pad() == AxisSettings.UNSET ? Math.max(missing, 0) : settings.pad();
    return stepped(length, settings, pad);
  }

  /**
   * MedSegPy's rule, but an axis that stays shorter than the window with all its padding has one
   * window, padded evenly, the odd voxel at the end.
   */
  static AxisGrid fitted(int length, AxisSettings settings) {
    return settings.isWhole() || isSmall(length, settings)
        ? evenlyPadded(length, settings)
        : stepped(length, settings, settings.padOrZero());
  }

  /**
   * Windows that reach every voxel: those of {@link #fitted}, at strides no longer than the window,
   * and one more, shifted back to the (padded) border, where the strides end before it.
   */
  static AxisGrid covering(int length, AxisSettings settings) {
    if (settings.isWhole() || isSmall(length, settings)) {
      return evenlyPadded(length, settings);
    }
    return shiftedBack(length, settings, Math.min(settings.stride(), settings.window()));
  }

  /**
   * MONAI's rule (its sliding_window_inference): neighbours share {@code overlap} of the window,
   * rounded so that they share no less, and the last window is shifted back to the border.
   *
   * @param overlap from 0 to below 1
   */
  static AxisGrid overlapping(int length, AxisSettings settings, double overlap) {
    if (settings.isWhole() || isSmall(length, settings)) {
      return evenlyPadded(length, settings);
    }
    int interval = Math.max(1, (int) (settings.window() * (1 - overlap)));
    return shiftedBack(length, settings, interval);
  }

  /**
   * nnU-Net's rule (its compute_steps_for_sliding_window): as few windows as reach from border to
   * border at most {@code step} of a window apart, spread evenly; starts are rounded, halves to
   * even. A step shorter than a voxel is taken for one ({@link PatchRule} refuses it but for
   * windows of one voxel).
   *
   * @param step above 0, at most 1
   */
  static AxisGrid spread(int length, AxisSettings settings, double step) {
    if (settings.isWhole() || isSmall(length, settings)) {
      return evenlyPadded(length, settings);
    }
    int window = settings.window();
    int pad = settings.padOrZero();
    int room = length + 2 * pad - window;
    int steps = (int) Math.min(room, Math.ceil(room / (window * step)));
    double stride = steps == 0 ? 0 : (double) room / steps;
    return new AxisGrid(
        length,
        window,
        IntStream.rangeClosed(0, steps).map(k -> (int) Math.rint(stride * k) - pad).toArray());
  }

  private static AxisGrid shiftedBack(int length, AxisSettings settings, int stride) {
    int window = settings.window();
    int pad = settings.padOrZero();
    int last = length + pad - window;
    int steps = (last + pad + stride - 1) / stride;
    return new AxisGrid(
        length,
        window,
        IntStream.rangeClosed(0, steps).map(k -> Math.min(k * stride - pad, last)).toArray());
  }

  /** One window around every index: its middle, {@code window / 2}, is that index. */
  static AxisGrid centred(int length, int window) {
    return new AxisGrid(
        length, window, IntStream.range(0, length).map(i -> i - window / 2).toArray());
  }

  /** One window, the axis itself. */
  static AxisGrid whole(int length) {
    return new AxisGrid(length, length, new int[] {0});
  }

  private static AxisGrid stepped(int length, AxisSettings settings, int pad) {
    int room = length + 2 * pad - settings.window();
    int stride = settings.stride();
    int count = room < 0 ? 0 : room / stride + 1;
    return new AxisGrid(
        length, settings.window(), IntStream.range(0, count).map(k -> k * stride - pad).toArray());
  }

  private static boolean isSmall(int length, AxisSettings settings) {
    return length < settings.window() && length + 2 * settings.padOrZero() < settings.window();
  }

  private static AxisGrid evenlyPadded(int length, AxisSettings settings) {
    int window = settings.isWhole() ? length : settings.window();
    return new AxisGrid(length, window, new int[] {-((window - length) / 2)});
  }

  /** Number of windows. */
  int count() {
    return starts.length;
  }

  /** First index of window {@code i} that is on the axis. */
  int clippedStart(int i) {
    return Math.max(0, starts[i]);
  }

  /** Index behind the last of window {@code i} that is on the axis. */
  int clippedStop(int i) {
    return Math.min(length, starts[i] + window);
  }

  /** Indices that window {@code i} has before the axis begins. */
  int padLow(int i) {
    return clippedStart(i) - starts[i];
  }

  /** Indices that window {@code i} has behind the end of the axis. */
  int padHigh(int i) {
    return starts[i] + window - clippedStop(i);
  }

  /** Index behind the last of window {@code i} that no window behind it has as well. */
  int ownStop(int i) {
    return i == count() - 1 ? clippedStop(i) : Math.min(clippedStop(i), clippedStart(i + 1));
  }

  /** The windows without those that contain the whole axis where the next does so as well. */
  int[] notRepeated() {
    return IntStream.range(0, count())
        .filter(i -> !(hasWholeAxis(i) && i + 1 < count() && hasWholeAxis(i + 1)))
        .toArray();
  }

  private boolean hasWholeAxis(int i) {
    return clippedStart(i) == 0 && clippedStop(i) == length;
  }

  /** Some of the windows, by ascending number. */
  AxisGrid select(int[] windows) {
    return new AxisGrid(length, window, IntStream.of(windows).map(i -> starts[i]).toArray());
  }

  /** Most indices of the axis that a window has. */
  int longest() {
    return IntStream.range(0, count()).map(i -> clippedStop(i) - clippedStart(i)).max().orElse(0);
  }

  /** Most indices of the axis that a window shares with the next. */
  int longestOverlap() {
    return IntStream.range(0, count()).map(i -> clippedStop(i) - ownStop(i)).max().orElse(0);
  }

  /** First index for which no window before {@code i} has its border as far away. */
  int centreStart(int i) {
    return i == 0 ? clippedStart(0) : Math.max(clippedStart(i), middleBefore(i));
  }

  /**
   * Index behind the last for which no window behind {@code i} has its border as far or farther.
   */
  int centreStop(int i) {
    return i == count() - 1 ? clippedStop(i) : Math.min(clippedStop(i), middleBefore(i + 1));
  }

  /** Middle between the end of a window's predecessor and its own start. */
  private int middleBefore(int i) {
    return Math.floorDiv(starts[i - 1] + window + starts[i], 2);
  }

  /** The middles of the windows as windows of length 1, without those beside the axis. */
  AxisGrid centres() {
    int[] centres =
        IntStream.of(starts)
            .map(start -> start + window / 2)
            .filter(centre -> centre >= 0 && centre < length)
            .toArray();
    return new AxisGrid(length, 1, centres);
  }

  /** The same windows without those whose middle is beside the axis. */
  AxisGrid withCentreInside() {
    return new AxisGrid(
        length, window, IntStream.of(centres().starts).map(c -> c - window / 2).toArray());
  }

  /** Whether some index is in two windows. */
  boolean overlaps() {
    return IntStream.range(1, count()).anyMatch(i -> clippedStart(i) < clippedStop(i - 1));
  }

  /** The indices of the axis that are in a window. */
  BitSet covered() {
    BitSet covered = new BitSet(length);
    for (int i = 0; i < count(); i++) {
      covered.set(clippedStart(i), clippedStop(i));
    }
    return covered;
  }
}
