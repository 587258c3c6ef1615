package io.medseg.model;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.util.Arrays;

/** Where a model has its channels and classes; everything else here has them last. */
public enum ModelLayout {
  /** N, axes of the window, C: TensorFlow's own. */
  NHWC,
  /** N, C, axes of the window: N C H W, or N C H W D in three dimensions. */
  NCHW;

  /**
   * The layout of a name, in upper or lower case.
   *
   * @throws InputException if there is none; the message lists the known ones
   */
  public static ModelLayout named(String name) {
    for (ModelLayout layout : values()) {
      if (layout.name().equalsIgnoreCase(name)) {
        return layout;
      }
    }
    throw new InputException(
        "Invalid INPUT_LAYOUT: %s: known are %s".formatted(name, Arrays.toString(values())));
  }

  /**
   * Shape of one element, without N, as the model has it.
   *
   * @param element channels last
   */
  public Shape element(Shape element) {
    if (this == NHWC) {
      return element;
    }
    int[] lengths = element.toArray();
    int[] moved = new int[lengths.length];
    moved[0] = lengths[lengths.length - 1];
    System.arraycopy(lengths, 0, moved, 1, lengths.length - 1);
    return Shape.of(moved);
  }

  /** The axis of the classes in a batch of this rank. */
  int channelAxis(int rank) {
    return this == NHWC ? rank - 1 : 1;
  }

  /**
   * A session that takes and gives batches with channels last.
   *
   * @param session takes and gives batches of this layout; closed with what is returned
   */
  public ModelSession channelsLast(ModelSession session) {
    return this == NHWC ? session : new ChannelFirstSession(session);
  }
}
