package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.experiment.Experiment;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * IMG_SIZE, IMG_PAD_SIZE and IMG_STRIDE, checked against each other. MedSegPy's rules: an IMG_SIZE
 * one longer than the image ends with the channel axis, a shorter one is filled with 1; an empty
 * IMG_STRIDE means 1 on every axis.
 *
 * @param axes one entry for each axis of the image
 * @param channelAxis whether IMG_SIZE ends with a channel axis of its own
 */
record WindowSettings(List<AxisSettings> axes, boolean channelAxis) implements Serializable {
  private static final int VOLUME_RANK = 3;

  WindowSettings {
    axes = List.copyOf(axes);
  }

  /** The settings of an experiment for images H x W x D. */
  static WindowSettings of(Experiment experiment) {
    return of(
        experiment.imageSize(), experiment.imagePadSize(), experiment.imageStride(), VOLUME_RANK);
  }

  /**
   * Settings for images of any rank.
   *
   * @param sizes null: the whole axis
   * @param pads null: not given; an empty list: none is given
   */
  static WindowSettings of(
      List<Integer> sizes, List<Integer> pads, List<Integer> strides, int rank) {
    if (sizes.size() > rank + 1) {
      throw new InputException(
          "Invalid IMG_SIZE: %s: %d axes, but images have %d; one more may be the channels"
              .formatted(show(sizes), sizes.size(), rank));
    }
    checkRank("IMG_PAD_SIZE", pads, rank);
    checkRank("IMG_STRIDE", strides, rank);
    List<AxisSettings> axes = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      Integer size = axis < sizes.size() ? sizes.get(axis) : Integer.valueOf(1);
      Integer pad = pads.isEmpty() ? null : pads.get(axis);
      int stride = strides.isEmpty() ? 1 : strides.get(axis);
      checkAxis(axis, sizes, pads, strides, size, pad, stride);
      axes.add(
          new AxisSettings(
              size == null ? AxisSettings.WHOLE : size,
              pad == null ? AxisSettings.UNSET : pad,
              stride));
    }
    return new WindowSettings(axes, sizes.size() == rank + 1);
  }

  private static void checkRank(String key, List<Integer> values, int rank) {
    if (!values.isEmpty() && values.size() != rank) {
      throw new InputException(
          "Invalid %s: %s: %d axes, but images have %d"
              .formatted(key, show(values), values.size(), rank));
    }
  }

  private static void checkAxis(
      int axis,
      List<Integer> sizes,
      List<Integer> pads,
      List<Integer> strides,
      Integer size,
      Integer pad,
      int stride) {
    if (size != null && size < 1) {
      throw new InputException(
          "Invalid IMG_SIZE: %s: axis %d is %d".formatted(show(sizes), axis, size));
    }
    if (stride < 1) {
      throw new InputException(
          "Invalid IMG_STRIDE: %s: a stride is at least 1".formatted(show(strides)));
    }
    if (pad == null || pad == 0) {
      return;
    }
    if (size == null || pad < 0 || pad >= size) {
      throw new InputException(
          "Invalid IMG_PAD_SIZE: %s: on axis %d it must be less than IMG_SIZE %s%s"
              .formatted(
                  show(pads),
                  axis,
                  show(sizes),
                  size == null ? ", which takes the whole axis and so no padding" : ""));
    }
  }

  /** As in "(64, None, 1)". */
  static String show(List<Integer> values) {
    List<String> shown = new ArrayList<>();
    values.forEach(value -> shown.add(value == null ? "None" : value.toString()));
    return "(" + String.join(", ", shown) + (shown.size() == 1 ? ",)" : ")");
  }
}
