package io.medseg.spark;

import io.medseg.dataset.ScanHeader;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.DataLoader;
import io.medseg.volume.MaskVolume;

/**
 * What one scan in flight is expected to take of the heap, from shapes and chunks alone: its image,
 * the masks of its file, what unpacking chunks takes, truth and labels, what gathering holds, and
 * the surfaces of one class while it is scored. The model itself lies outside the heap.
 *
 * @param batchSize elements in a batch
 */
record ScanMemory(Hdf5ScanReader reader, DataLoader loader, int batchSize) {
  /** Bit sets of the surfaces of prediction and truth. */
  private static final int SURFACES = 2;

  /**
   * Bytes, garbage that is not yet collected left out: those that are held at once while the scan
   * is read, or those while it is used, whichever are more.
   *
   * @param scan the one whose header the reader was asked for last
   */
  long bytes(ScanHeader scan) {
    long bitSets = scan.maskChannels() + 2L * loader.outputClasses() + SURFACES;
    long used =
        reader.imageBytes(scan)
            + bitSets * MaskVolume.bytesPerClass(scan.image())
            + loader.inferenceBytes(scan, batchSize);
    return reader.readsWhole(scan)
        ? Math.max(used, reading(scan, reader))
        : used + reader.bufferBytes();
  }

  /** Bytes that are held while a scan is read. */
  static long reading(ScanHeader scan, Hdf5ScanReader reader) {
    return reader.imageBytes(scan)
        + scan.maskChannels() * MaskVolume.bytesPerClass(scan.image())
        + reader.bufferBytes();
  }
}
