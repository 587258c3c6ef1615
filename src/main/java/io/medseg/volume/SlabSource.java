package io.medseg.volume;

/**
 * Where the planes of a {@link Volume} that is not in memory come from. One thread. Whoever makes
 * the source closes what it reads from, and only when nobody reads the volume any more.
 */
public interface SlabSource {
  /**
   * The number of neighbouring planes that are best read together: slabs start at its multiples.
   *
   * @param most planes that there is memory for, at least 1
   * @return from 1 to {@code most}
   */
  int slabDepth(int most);

  /**
   * Reads planes of H x W, row-major.
   *
   * @param firstPlane index of the first along D
   * @return so many arrays of H * W, which are the caller's
   * @throws IllegalStateException if what it reads from is closed
   */
  float[][] read(int firstPlane, int count);
}
