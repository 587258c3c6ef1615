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
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Scans whose image is one dataset H x W x D and whose masks are another, H x W x D x C, of the
 * same file or of one of their own.
 */
final class VolumeFiles implements AutoCloseable {
  private final LastFile images;
  private final LastFile masks;
  private final ImageMemory memory;
  private final MissingMasks missing;
  private final OddValues odd;

  private long bufferBytes;

  /** What an image is read from by slabs; null if none is. */
  private Hdf5File inUse;

  VolumeFiles(
      Configuration configuration,
      ImageMemory memory,
      MissingMasks missing,
      OddValues odd,
      ListedFiles listed) {
    this.memory = memory;
    this.missing = missing;
    this.odd = odd;
    images = new LastFile(configuration, listed);
    masks = new LastFile(configuration, listed);
  }

  ScanHeader header(ScanSource.VolumeFile source) {
    Hdf5Dataset image = image(source);
    Hdf5Dataset truth = hasMasks(source) ? masks(source, image) : null;
    bufferBytes = need(image, truth).buffers();
    return new ScanHeader(image.shape(), truth == null ? 0 : truth.shape().get(3));
  }

  /** Of the scan whose header was asked for last: what reading it takes beside image and masks. */
  long bufferBytes() {
    return bufferBytes;
  }

  private ReadingMemory.Need need(Hdf5Dataset image, Hdf5Dataset truth) {
    long voxels = memory.bytes(image.shape());
    Hdf5Dataset largest = image;
    if (truth != null) {
      voxels += truth.shape().get(3) * MaskVolume.bytesPerClass(image.shape());
      largest = truth.bufferBytes() > image.bufferBytes() ? truth : image;
    }
    return new ReadingMemory.Need(voxels, largest.bufferBytes(), largest.path());
  }

  NumberTypes types(ScanSource.VolumeFile source) {
    Hdf5Dataset image = image(source);
    String masks = hasMasks(source) ? masks(source, image).numberType() : null;
    return new NumberTypes(image.numberType(), masks);
  }

  ScanData read(Scan scan, ScanSource.VolumeFile source) {
    return read(scan, source, type -> type);
  }

  /** Reads a scan whose elements become floats in a way of their own. */
  ScanData read(
      Scan scan, ScanSource.VolumeFile source, Function<ElementType, FloatDecoder> decoding) {
    Hdf5Dataset image = image(source);
    Hdf5Dataset truth = hasMasks(source) ? masks(source, image) : null;
    return ReadingMemory.OF_JVM.reading(
        need(image, truth), () -> read(scan, image, truth, decoding));
  }

  private ScanData read(
      Scan scan,
      Hdf5Dataset image,
      Hdf5Dataset truth,
      Function<ElementType, FloatDecoder> decoding) {
    odd.clear();
    Volume voxels = memory.holds(image.shape()) ? image.readVolume(decoding) : null;
    MaskVolume classes = truth == null ? null : truth.readMasks(odd);
    return new ScanData(
        scan,
        voxels != null ? voxels : bySlabs(scan, image, decoding),
        classes,
        List.of(),
        odd.found());
  }

  private Volume bySlabs(
      Scan scan, Hdf5Dataset image, Function<ElementType, FloatDecoder> decoding) {
    Volume volume = memory.bySlabs(scan, image.shape(), new DatasetSlabs(image, decoding));
    // Until the image is released, looking at other files must not close this one.
    inUse = images.lend();
    return volume;
  }

  /** To be called when an image that was read by slabs is released: its file may be closed now. */
  void release() {
    if (inUse != null) {
      Hdf5File returned = inUse;
      inUse = null;
      images.put(returned);
    }
  }

  /** Closes files that stayed open and are not what they were then: they are opened again. */
  void closeChanged() {
    images.closeChanged();
    masks.closeChanged();
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
          "image %s of %s is %s; expected HxWxD%s"
              .formatted(image.path(), file.name(), shape, AxisAdvice.image(shape)));
    }
    return image;
  }

  private boolean hasMasks(ScanSource.VolumeFile source) {
    boolean isNamed = source.maskDataset() != null;
    if (missing == MissingMasks.REFUSED
        || isNamed
        || !source.imageFile().equals(source.maskFile())) {
      return source.maskFile() != null;
    }
    Hdf5File file = images.open(source.imageFile());
    return file.exists("seg") || (file.exists("volume") && file.exists("data"));
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
          "mask %s of %s is %s; expected HxWxDxC%s"
              .formatted(truth.path(), file.name(), shape, AxisAdvice.masks(image.shape(), shape)));
    }
    if (!Arrays.equals(image.shape().toArray(), Arrays.copyOf(shape.toArray(), 3))) {
      throw new InputException(
          "image %s of %s is %s but mask %s of %s is %s%s"
              .formatted(
                  image.path(),
                  source.imageFile(),
                  image.shape(),
                  truth.path(),
                  file.name(),
                  shape,
                  AxisAdvice.masks(image.shape(), shape)));
    }
    return truth;
  }

  private static Hdf5Dataset dataset(Hdf5File file, String path, String usual, String alternative) {
    return path != null ? file.dataset(path) : file.firstOf(usual, alternative);
  }

  @Override
  public void close() {
    release();
    images.close();
    masks.close();
  }
}
