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

  /**
   * How many of some elements along the first axis hold NaN or infinity. Cheap beside anything that
   * a model does with them.
   */
  public int notFinite(int from, int count) {
    int size = Math.toIntExact(shape.elements() / shape.get(0));
    int found = 0;
    for (int element = from; element < from + count; element++) {
      found += isFinite(element * size, (element + 1) * size) ? 0 : 1;
    }
    return found;
  }

  private boolean isFinite(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(data[i])) {
        return false;
      }
    }
    return true;
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[Math.toIntExact(shape.elements())]);
  }
}
