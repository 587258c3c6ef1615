package io.medseg.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * One class of a dataset.
 *
 * @param channels the mask channels that make it up; several are collated into one class (voxel in
 *     any of them)
 * @param name as in "tibial cartilage"
 * @param abbreviation as in "tc"; the name where none is given
 * @param color red, green, blue, each 0 to 255; empty where none is given
 */
public record Category(
    List<Integer> channels, String name, String abbreviation, List<Integer> color)
    implements Serializable {
  /** Copies the lists. */
  public Category {
    channels = List.copyOf(channels);
    color = List.copyOf(color);
  }
}
