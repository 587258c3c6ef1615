package io.medseg.loader;

import io.medseg.volume.Shape;

/**
 * What the axes of a window mean to the model. It decides the shapes of x, y and predictions; P1,
 * P2, P3 are the lengths of the window on H, W and D, C the classes.
 *
 * <p>A window of one slice without a channel axis of its own, IMG_SIZE (H, W, 1) or (H, W), is
 * {@link #SLICES}: what looks like its depth is the channel axis of a 2D model, so y has no depth
 * axis. With a channel axis, IMG_SIZE (H, W, 1, 1), the model is a 3D one, and y keeps the depth of
 * 1 that MedSegPy drops there.
 */
enum WindowForm {
  /** Slices are the channels of a 2D model: x P1 x P2 x P3, y P1 x P2 x C of the middle slice. */
  SLICES,
  /** A 3D model with one channel: x P1 x P2 x P3 x 1, y P1 x P2 x P3 x C. */
  VOLUME,
  /** The same without the channel axis: x P1 x P2 x P3, y P1 x P2 x P3 x C. */
  VOLUME_WITHOUT_CHANNEL,
  /**
   * Windows of one row, the images of a 2D model with one channel: x P2 x P3 x 1, y P2 x P3 x C.
   */
  ROW_PLANES;

  /** Shape of x without N. */
  Shape input(Shape window) {
    return switch (this) {
      case VOLUME -> window.append(1);
      case ROW_PLANES -> Shape.of(window.get(1), window.get(2), 1);
      default -> window;
    };
  }

  /** Shape of y and of a prediction without N. */
  Shape output(Shape window, int classes) {
    return switch (this) {
      case SLICES -> Shape.of(window.get(0), window.get(1), classes);
      case ROW_PLANES -> Shape.of(window.get(1), window.get(2), classes);
      default -> window.append(classes);
    };
  }

  /** Slices of a window that y and a prediction have. */
  int outputDepth(Shape window) {
    return this == SLICES ? 1 : window.get(2);
  }
}
