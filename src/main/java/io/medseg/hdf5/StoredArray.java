package io.medseg.hdf5;

/**
 * A dataset that can be read rightly: what {@link DatasetGuard} lets through.
 *
 * @param lengths of its axes, as the file has them
 * @param element its number type
 * @param fill bytes of one element where nothing was written
 * @param storage where the elements lie
 */
record StoredArray(long[] lengths, ElementType element, byte[] fill, Storage storage) {
  int rank() {
    return lengths.length;
  }
}
