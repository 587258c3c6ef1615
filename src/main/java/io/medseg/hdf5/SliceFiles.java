package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Scans of one pair of files per slice: dataset {@code data} of H x W (or H x W x 1) in the image
 * file and of H x W x C (or H x W x 1 x C) in the mask file.
 */
final class SliceFiles {
  static final String DATASET = "data";

  private final Configuration configuration;
  private final ImageMemory memory;
  private final OddValues odd;

  SliceFiles(Configuration configuration, ImageMemory memory, OddValues odd) {
    this.configuration = configuration;
    this.memory = memory;
    this.odd = odd;
  }

  ScanHeader header(Scan scan, ScanSource.Slices source) {
    int depth = SliceIds.check(scan, source);
    Shape image = open(source.imageFile(1), file -> SliceImages.shape(file, file.dataset(DATASET)));
    if (!source.masks()) {
      return new ScanHeader(image.append(depth), 0);
    }
    Shape masks = open(source.maskFile(1), file -> maskShape(file, file.dataset(DATASET)));
    checkSame(image, source.imageFile(1), masks, source.maskFile(1));
    return new ScanHeader(image.append(depth), masks.get(2));
  }

  /** Of the first slice. */
  NumberTypes types(ScanSource.Slices source) {
    return new NumberTypes(
        type(source.imageFile(1)), source.masks() ? type(source.maskFile(1)) : null);
  }

  private String type(String name) {
    try (Hdf5File file = open(name)) {
      return file.dataset(DATASET).numberType();
    }
  }

  ScanData read(Scan scan, ScanSource.Slices source) {
    int depth = SliceIds.check(scan, source);
    SliceImages images = new SliceImages(source, configuration);
    Shape image = images.shape().append(depth);
    // The masks of a slice have a file of their own: no more than its chunks are held beside them.
    ReadingMemory.Need need = new ReadingMemory.Need(memory.bytes(image), 0, source.imageFile(1));
    return ReadingMemory.OF_JVM.reading(need, () -> read(scan, source, images, image));
  }

  private ScanData read(Scan scan, ScanSource.Slices source, SliceImages images, Shape image) {
    odd.clear();
    int depth = image.get(2);
    Volume volume = memory.holds(image) ? readWhole(images, image) : null;
    MaskVolume masks = source.masks() ? readMasks(source, depth, image) : null;
    return new ScanData(
        scan,
        volume != null ? volume : memory.bySlabs(scan, image, images),
        masks,
        List.of(),
        odd.found());
  }

  private static Volume readWhole(SliceImages images, Shape shape) {
    return new Volume(shape.get(0), shape.get(1), images.read(0, shape.get(2)));
  }

  private MaskVolume readMasks(ScanSource.Slices source, int depth, Shape image) {
    MaskVolume masks = null;
    for (int d = 0; d < depth; d++) {
      String name = source.maskFile(d + 1);
      try (Hdf5File file = open(name)) {
        Hdf5Dataset slice = file.dataset(DATASET);
        Shape shape = maskShape(file, slice);
        if (masks == null) {
          checkSame(plane(image), source.imageFile(1), shape, name);
          masks = MaskVolume.empty(shape.get(0), shape.get(1), depth, shape.get(2));
        }
        checkLike(shape, name, plane(masks.shape()).append(masks.classes()), source.maskFile(1));
        slice.readSlice(masks, d, odd);
      }
    }
    return masks;
  }

  private static Shape plane(Shape volume) {
    return Shape.of(volume.get(0), volume.get(1));
  }

  static void checkLike(Shape shape, String name, Shape first, String firstName) {
    if (!shape.equals(first)) {
      throw new InputException(
          "slice %s is %s but %s is %s; expected the same shape"
              .formatted(name, shape, firstName, first));
    }
  }

  private static void checkSame(Shape image, String imageName, Shape masks, String maskName) {
    if (image.get(0) != masks.get(0) || image.get(1) != masks.get(1)) {
      throw new InputException(
          "image %s is %s but mask %s is %s".formatted(imageName, image, maskName, masks));
    }
  }

  /** H x W x C. */
  private static Shape maskShape(Hdf5File file, Hdf5Dataset slice) {
    Shape shape = slice.shape();
    boolean flat = shape.rank() == 3 || shape.rank() == 4 && shape.get(2) == 1;
    if (!flat || shape.elements() == 0) {
      throw new InputException(
          "mask %s of %s is %s; expected HxWxC or HxWx1xC"
              .formatted(slice.path(), file.name(), shape));
    }
    return plane(shape).append(shape.get(-1));
  }

  private Hdf5File open(String name) {
    return Hdf5File.open(new Path(name), configuration, FileOpener.Wanted.ALL);
  }

  private interface Look {
    Shape at(Hdf5File file);
  }

  private Shape open(String name, Look look) {
    try (Hdf5File file = open(name)) {
      return look.at(file);
    }
  }
}
