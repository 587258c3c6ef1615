package io.medseg.volume;

/**
 * The image of one scan: H x W x D floats, as D planes of H x W (row-major), so that a slice is one
 * array. Not synchronised: one task owns it.
 *
 * <p>There are two kinds. A volume in memory holds its planes, which are mutable through {@link
 * #plane}. A volume of a {@link SlabSource} is for images that are too large for that: it reads
 * planes when they are asked for and holds those read last. Asking for slices in ascending order,
 * reaching back no further than a quarter of its memory or than {@link #keep} says, reads every
 * slab once; any other order gives the same planes, some of them read again. Changes to its planes
 * may be lost.
 */
public final class Volume {
  private final Shape shape;
  private final float[][] planes;

  /** Reads the planes that are null; null if none is. */
  private final SlabWindow slabs;

  /** Takes the planes as they are: {@code depth} arrays of {@code height * width}. */
  public Volume(int height, int width, float[][] planes) {
    this.shape = Shape.of(height, width, planes.length);
    this.planes = planes;
    this.slabs = null;
    for (float[] plane : planes) {
      if (plane.length != height * width) {
        throw new IllegalArgumentException(
            "Invalid plane of " + plane.length + " voxels in a volume of " + shape);
      }
    }
  }

  private Volume(Shape shape, SlabSource source, long bytes) {
    this.shape = shape;
    this.planes = new float[shape.get(2)][];
    this.slabs =
        new SlabWindow(source, Math.multiplyExact(shape.get(0), shape.get(1)), planes, bytes);
  }

  /** A volume of zeros. */
  public static Volume zeros(int height, int width, int depth) {
    return new Volume(height, width, new float[depth][Math.multiplyExact(height, width)]);
  }

  /**
   * A volume that is read by slabs.
   *
   * @param shape H x W x D
   * @param source of the planes; the caller's to close
   * @param bytes of planes in memory at most, if {@link #keep} does not ask for more; at least one
   *     plane is held
   */
  public static Volume of(Shape shape, SlabSource source, long bytes) {
    if (shape.rank() != 3) {
      throw new IllegalArgumentException("Invalid shape of a volume: " + shape);
    }
    return new Volume(shape, source, bytes);
  }

  /** H x W x D. */
  public Shape shape() {
    return shape;
  }

  /**
   * The slice {@code d} itself, row-major H x W.
   *
   * @throws IllegalStateException if it has to be read and its source is closed
   */
  public float[] plane(int d) {
    float[] plane = planes[d];
    return plane != null ? plane : slabs.read(d);
  }

  /** One voxel; throws as {@link #plane}. */
  public float get(int h, int w, int d) {
    return plane(d)[h * shape.get(1) + w];
  }

  /**
   * Prepares for windows of this many slices: as long as they are cut along ascending D, no slab is
   * read twice, whatever memory that takes. Of no effect on a volume in memory.
   */
  public void keep(int slices) {
    if (slabs != null) {
      slabs.keep(Math.min(slices, planes.length));
    }
  }

  /** Frees the planes that can be read again, which they are when they are asked for. */
  public void drop() {
    if (slabs != null) {
      slabs.drop();
    }
  }

  /** Number of planes in memory. */
  int held() {
    int held = 0;
    for (float[] plane : planes) {
      held += plane == null ? 0 : 1;
    }
    return held;
  }
}
