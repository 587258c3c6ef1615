package io.medseg.hdf5;

/** Makes floats of the bytes of elements. */
@FunctionalInterface
interface FloatDecoder {
  /**
   * Converts elements.
   *
   * @param from offset of the first in the source, in bytes
   * @param to index of the first in the target
   */
  void toFloats(byte[] source, int from, float[] target, int to, int count);
}
