package io.medseg.hdf5;

import io.medseg.dataset.MaskValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The different values other than 0 of a mask channel, the first few of them. Mutable. */
final class ChannelValues {
  private static final int LISTED = 5;

  private boolean ones;
  private long others;
  private double last = 1;
  private final List<Double> listed = new ArrayList<>();
  private boolean more;
  private String location = "";

  /** A voxel of value 1: nearly all of them, so no more than is needed. */
  void one() {
    ones = true;
  }

  /**
   * A voxel of another value.
   *
   * @param value neither 0 nor 1
   */
  void other(double value) {
    others++;
    if (value != last) {
      last = value;
      list(value);
    }
  }

  private void list(double value) {
    if (!listed.contains(value)) {
      if (listed.size() < LISTED) {
        listed.add(value);
      } else {
        more = true;
      }
    }
  }

  /** Adds what a dataset at this location held. */
  void addAll(ChannelValues added, String from) {
    int known = different();
    ones |= added.ones;
    others += added.others;
    added.listed.forEach(this::list);
    more |= added.more;
    if (different() > known) {
      location = from;
    }
  }

  private int different() {
    return listed.size() + (ones ? 1 : 0);
  }

  /** Voxels of values other than 0 and 1. */
  long others() {
    return others;
  }

  MaskValues.Channel found(int channel) {
    List<Double> values = new ArrayList<>(listed);
    if (ones) {
      values.add(1.0);
    }
    Collections.sort(values);
    return new MaskValues.Channel(
        channel,
        location,
        values,
        more ? MaskValues.Completeness.FIRST : MaskValues.Completeness.ALL,
        others);
  }
}
