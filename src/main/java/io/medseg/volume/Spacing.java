package io.medseg.volume;

import java.io.Serializable;

/** Distance between voxel centres in mm along H, W and D; finite and positive. */
public record Spacing(double height, double width, double depth) implements Serializable {
  /** 1 mm on every axis: what is assumed where a dataset states nothing. */
  public static final Spacing UNIT = new Spacing(1, 1, 1);

  /** Checks the values. */
  public Spacing {
    for (double mm : new double[] {height, width, depth}) {
      if (!(mm > 0) || Double.isInfinite(mm)) {
        throw new IllegalArgumentException(
            "Invalid spacing ("
                + height
                + ", "
                + width
                + ", "
                + depth
                + "): each must be a positive number of mm");
      }
    }
  }
}
