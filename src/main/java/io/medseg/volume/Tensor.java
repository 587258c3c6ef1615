package io.medseg.volume;

/**
 * A float array with a shape: a batch on its way to or from the model. Row-major (see {@link
 * Shape}); {@code data} may be longer than the shape needs, so that buffers can be used again. The
 * array is shared, not copied.
 */
public record Tensor(Shape shape, float[] data) {
  /** Checks that the array holds the shape. */
  public Tensor {
    if (shape.elements() > data.length) {
      throw new IllegalArgumentException(
          "Invalid tensor: shape " + shape + " over " + data.length + " values");
    }
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[Math.toIntExact(shape.elements())]);
  }
}
