package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.dataset.ScanSource;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads scans from HDF5 files of every layout. The file of the last scan stays open, so that the
 * scans of a single file open it once; {@link #close} closes it.
 */
public final class Hdf5ScanReader implements ScanReader {
  private final SliceFiles slices;
  private final VolumeFiles volumes;
  private final NormalizedFiles normalized;

  /** A reader for the file systems of this configuration. */
  public Hdf5ScanReader(Configuration configuration) {
    slices = new SliceFiles(configuration);
    volumes = new VolumeFiles(configuration);
    normalized = new NormalizedFiles(volumes);
  }

  @Override
  public ScanHeader header(Scan scan) {
    return naming(
        scan,
        () -> {
          if (scan.source() instanceof ScanSource.Slices files) {
            return slices.header(scan, files);
          }
          return scan.source() instanceof ScanSource.NormalizedVolume file
              ? normalized.header(file)
              : volumes.header((ScanSource.VolumeFile) scan.source());
        });
  }

  @Override
  public ScanData read(Scan scan) {
    return naming(
        scan,
        () -> {
          if (scan.source() instanceof ScanSource.Slices files) {
            return slices.read(scan, files);
          }
          return scan.source() instanceof ScanSource.NormalizedVolume file
              ? normalized.read(scan, file)
              : volumes.read(scan, (ScanSource.VolumeFile) scan.source());
        });
  }

  private static <T> T naming(Scan scan, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InputException e) {
      throw new InputException(
          "Cannot read scan " + scan.scanId() + ": " + continued(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new InputException(
          "Cannot read scan "
              + scan.scanId()
              + ": not enough memory for "
              + scan.source().location(),
          e);
    }
  }

  /** "Cannot open ..." becomes "cannot open ..." behind a colon. */
  private static String continued(String message) {
    return message.startsWith("Cannot ") ? "c" + message.substring(1) : message;
  }

  @Override
  public void close() {
    volumes.close();
  }
}
