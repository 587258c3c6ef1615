package io.medseg.metric;

/**
 * Which neighbours make a voxel an inner one: scipy's {@code generate_binary_structure(3, n)}. A
 * voxel of a mask is on its surface if any of these neighbours is not in the mask.
 */
public enum Connectivity {
  /** The 6 neighbours that share a face (n = 1): what MedSegPy and medpy take by default. */
  FACES(1),
  /** The 18 that share a face or an edge (n = 2). */
  EDGES(2),
  /** All 26 (n = 3). */
  CORNERS(3);

  private final int steps;

  Connectivity(int steps) {
    this.steps = steps;
  }

  /** Greatest number of axes along which a neighbour may differ. */
  int steps() {
    return steps;
  }
}
