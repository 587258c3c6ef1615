package io.medseg.postprocess;

import java.util.Optional;

/** Which voxels hang together: scipy's {@code generate_binary_structure(3, n)}. */
public enum Neighbours {
  /** The 6 that share a face (n = 1). */
  FACES(6),
  /** The 18 that share a face or an edge (n = 2). */
  EDGES(18),
  /** All 26 (n = 3), MONAI's full connectivity. */
  CORNERS(26);

  private final int count;

  Neighbours(int count) {
    this.count = count;
  }

  /** How many there are: 6, 18 or 26. */
  public int count() {
    return count;
  }

  /** Those of this number as a text; empty if there are none. */
  static Optional<Neighbours> of(String text) {
    for (Neighbours neighbours : values()) {
      if (text.equals(String.valueOf(neighbours.count))) {
        return Optional.of(neighbours);
      }
    }
    return Optional.empty();
  }
}
