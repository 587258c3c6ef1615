package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Scans whose image is one dataset H x W x D and whose masks are another, H x W x D x C, of the
 * same file or of one of their own.
 */
final class VolumeFiles implements AutoCloseable {
  private final LastFile images;
  private final LastFile masks;

  VolumeFiles(Configuration configuration) {
    images = new LastFile(configuration);
    masks = new LastFile(configuration);
  }

  ScanHeader header(ScanSource.VolumeFile source) {
    Hdf5Dataset image = image(source);
    if (source.maskFile() == null) {
      return new ScanHeader(image.shape(), 0);
    }
    return new ScanHeader(image.shape(), masks(source, image).shape().get(3));
  }

  ScanData read(Scan scan, ScanSource.VolumeFile source) {
    return read(scan, source, Hdf5Dataset::readVolume);
  }

  /** Reads a scan whose image is read in a way of its own. */
  ScanData read(
      Scan scan, ScanSource.VolumeFile source, Function<Hdf5Dataset, Volume> imageReading) {
    Hdf5Dataset image = image(source);
    if (source.maskFile() == null) {
      return new ScanData(scan, imageReading.apply(image), null);
    }
    Hdf5Dataset truth = masks(source, image);
    Volume voxels = imageReading.apply(image);
    MaskVolume classes = truth.readMasks();
    return new ScanData(scan, voxels, classes);
  }

  /** An image file, which stays open until another is asked for. */
  Hdf5File open(String imageFile) {
    return images.open(imageFile);
  }

  private Hdf5Dataset image(ScanSource.VolumeFile source) {
    Hdf5File file = images.open(source.imageFile());
    Hdf5Dataset image = dataset(file, source.imageDataset(), "volume", "data");
    Shape shape = image.shape();
    if (shape.rank() != 3 || shape.elements() == 0) {
      throw new InputException(
          "image %s of %s is %s; expected HxWxD".formatted(image.path(), file.name(), shape));
    }
    return image;
  }

  private Hdf5Dataset masks(ScanSource.VolumeFile source, Hdf5Dataset image) {
    Hdf5File file =
        source.maskFile().equals(source.imageFile())
            ? images.open(source.imageFile())
            : masks.open(source.maskFile());
    Hdf5Dataset truth = dataset(file, source.maskDataset(), "seg", "data");
    Shape shape = truth.shape();
    if (shape.rank() == 3) {
      throw new InputException(
          "mask %s of %s is %s; expected HxWxDxC, with a last axis of classes"
              .formatted(truth.path(), file.name(), shape));
    }
    if (shape.rank() != 4 || shape.get(3) == 0) {
      throw new InputException(
          "mask %s of %s is %s; expected HxWxDxC".formatted(truth.path(), file.name(), shape));
    }
    if (!Arrays.equals(image.shape().toArray(), Arrays.copyOf(shape.toArray(), 3))) {
      throw new InputException(
          "image %s of %s is %s but mask %s of %s is %s"
              .formatted(
                  image.path(),
                  source.imageFile(),
                  image.shape(),
                  truth.path(),
                  file.name(),
                  shape));
    }
    return truth;
  }

  private static Hdf5Dataset dataset(Hdf5File file, String path, String usual, String alternative) {
    return path != null ? file.dataset(path) : file.firstOf(usual, alternative);
  }

  @Override
  public void close() {
    images.close();
    masks.close();
  }

  /** The file that was asked for last, left open for the next scan. */
  private static final class LastFile implements AutoCloseable {
    private final Configuration configuration;
    private String name;
    private Hdf5File file;

    LastFile(Configuration configuration) {
      this.configuration = configuration;
    }

    Hdf5File open(String wanted) {
      if (file == null || !wanted.equals(name)) {
        close();
        file = Hdf5File.open(new Path(wanted), configuration);
        name = wanted;
      }
      return file;
    }

    @Override
    public void close() {
      if (file != null) {
        Hdf5File closing = file;
        file = null;
        closing.close();
      }
    }
  }
}
