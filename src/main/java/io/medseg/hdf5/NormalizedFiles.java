package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;

/** Scans of one file each that are normalised, while they are read, by statistics in the file. */
final class NormalizedFiles {
  private final VolumeFiles volumes;

  /**
   * @param volumes opens and closes the files
   */
  NormalizedFiles(VolumeFiles volumes) {
    this.volumes = volumes;
  }

  /**
   * Shapes; that the statistics can be used is found out here as well, before any voxel is read.
   */
  ScanHeader header(ScanSource.NormalizedVolume source) {
    ScanHeader header = volumes.header(plain(source));
    check(source, header);
    normalization(source);
    return header;
  }

  /** As they are stored, before they are normalised. */
  NumberTypes types(ScanSource.NormalizedVolume source) {
    return volumes.types(plain(source));
  }

  ScanData read(Scan scan, ScanSource.NormalizedVolume source) {
    ScanSource.VolumeFile plain = plain(source);
    check(source, volumes.header(plain));
    Normalization normalization = normalization(source);
    return volumes.read(scan, plain, normalization::of);
  }

  /** The same file without its statistics. */
  private ScanSource.VolumeFile plain(ScanSource.NormalizedVolume source) {
    boolean masked = source.masks() != null && volumes.open(source.file()).exists(source.masks());
    return new ScanSource.VolumeFile(
        source.file(),
        source.image(),
        masked ? source.file() : null,
        masked ? source.masks() : null);
  }

  private static void check(ScanSource.NormalizedVolume source, ScanHeader header) {
    if (source.declared() != null && !source.declared().equals(header.image())) {
      throw new InputException(
          "image %s of %s is %s, but the annotation file says %s (matrix_shape)"
              .formatted(source.image(), source.file(), header.image(), source.declared()));
    }
  }

  private Normalization normalization(ScanSource.NormalizedVolume source) {
    double mean = number(source, "mean");
    double std = number(source, "std");
    if (Double.isNaN(mean) || Double.isInfinite(mean)) {
      throw unusable(source, "mean", mean, "a finite number");
    }
    if (!(std > 0) || Double.isInfinite(std)) {
      throw unusable(source, "std", std, "a positive number");
    }
    return new Normalization(mean, std);
  }

  private double number(ScanSource.NormalizedVolume source, String name) {
    return volumes.open(source.file()).dataset(source.statistics() + "/" + name).readNumber();
  }

  private static InputException unusable(
      ScanSource.NormalizedVolume source, String name, double value, String expected) {
    return new InputException(
        "%s/%s of %s is %s; expected %s"
            .formatted(source.statistics(), name, source.file(), value, expected));
  }
}
