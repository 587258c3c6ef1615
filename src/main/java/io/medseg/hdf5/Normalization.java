package io.medseg.hdf5;

/**
 * {@code (x - mean) / std}, in the arithmetic in which numpy 1, MedSegPy's, does it with an array
 * and a scalar: an array of float32 takes the scalars as float32 and stays float32; integers and
 * float64 are computed in double and become float32 at the end. (float16, which numpy would compute
 * in half precision, is treated as float32.)
 *
 * @param mean finite
 * @param std positive and finite
 */
record Normalization(double mean, double std) {

  /** What makes normalised floats of elements of this type. */
  FloatDecoder of(ElementType element) {
    boolean single = element.kind() == ElementType.Kind.FLOAT && element.size() <= Float.BYTES;
    return single ? inSingle(element) : inDouble(element);
  }

  private FloatDecoder inSingle(ElementType element) {
    float subtracted = (float) mean;
    float divisor = (float) std;
    return (source, from, target, to, count) -> {
      element.toFloats(source, from, target, to, count);
      for (int i = to; i < to + count; i++) {
        target[i] = (target[i] - subtracted) / divisor;
      }
    };
  }

  private FloatDecoder inDouble(ElementType element) {
    return (source, from, target, to, count) -> {
      double[] values = new double[count];
      element.toDoubles(source, from, values, count);
      for (int i = 0; i < count; i++) {
        target[to + i] = (float) ((values[i] - mean) / std);
      }
    };
  }
}
