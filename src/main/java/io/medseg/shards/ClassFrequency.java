package io.medseg.shards;

import java.io.Serializable;

/**
 * How often a class is in masks.
 *
 * @param voxels that belong to it
 * @param elements that hold any of it
 */
public record ClassFrequency(long voxels, long elements) implements Serializable {
  static final ClassFrequency NONE = new ClassFrequency(0, 0);

  ClassFrequency plus(ClassFrequency other) {
    return new ClassFrequency(voxels + other.voxels, elements + other.elements);
  }
}
