package io.medseg.volume;

/**
 * The image of one scan in memory: H x W x D floats, kept as D planes of H x W (row-major), so that
 * a slice is one array. Mutable through {@link #plane}; not synchronised: one task owns it.
 */
public final class Volume {
  private final Shape shape;
  private final float[][] planes;

  /** Takes the planes as they are: {@code depth} arrays of {@code height * width}. */
  public Volume(int height, int width, float[][] planes) {
    this.shape = Shape.of(height, width, planes.length);
    this.planes = planes;
    for (float[] plane : planes) {
      if (plane.length != height * width) {
        throw new IllegalArgumentException(
            "Invalid plane of " + plane.length + " voxels in a volume of " + shape);
      }
    }
  }

  /** A volume of zeros. */
  public static Volume zeros(int height, int width, int depth) {
    return new Volume(height, width, new float[depth][Math.multiplyExact(height, width)]);
  }

  /** H x W x D. */
  public Shape shape() {
    return shape;
  }

  /** The slice {@code d} itself, row-major H x W. */
  public float[] plane(int d) {
    return planes[d];
  }

  /** One voxel. */
  public float get(int h, int w, int d) {
    return planes[d][h * shape.get(1) + w];
  }
}
