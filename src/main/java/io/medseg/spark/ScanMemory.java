package io.medseg.spark;

import io.medseg.dataset.ScanHeader;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.DataLoader;
import io.medseg.volume.MaskVolume;

/**
 * What one scan in flight is expected to take of the heap, from shapes alone: its image, the masks
 * of its file, truth and labels, what gathering holds, and the surfaces of one class while it is
 * scored. The model itself lies outside the heap.
 *
 * @param batchSize elements in a batch
 */
record ScanMemory(Hdf5ScanReader reader, DataLoader loader, int batchSize) {
  /** Bit sets of the surfaces of prediction and truth. */
  private static final int SURFACES = 2;

  /** Bytes, garbage that is not yet collected left out. */
  long bytes(ScanHeader scan) {
    long bitSets = scan.maskChannels() + 2L * loader.outputClasses() + SURFACES;
    return reader.imageBytes(scan)
        + bitSets * MaskVolume.bytesPerClass(scan.image())
        + loader.inferenceBytes(scan, batchSize);
  }
}
