package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Shape;
import io.medseg.volume.SlabSource;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The image files of a scan of slices: {@code data} of H x W or H x W x 1 in each. Reading all
 * planes once opens each file once; no file stays open.
 */
final class SliceImages implements SlabSource {
  private final ScanSource.Slices source;
  private final Configuration configuration;
  private Shape shape;

  /** The first plane, which was read along with the shape, until somebody asks for it. */
  private float[] first;

  /**
   * Reads the first slice.
   *
   * @throws InputException if it cannot be read or is no image
   */
  SliceImages(ScanSource.Slices source, Configuration configuration) {
    this.source = source;
    this.configuration = configuration;
    this.first = plane(0);
  }

  /** H x W. */
  Shape shape() {
    return shape;
  }

  /** Each slice has a file of its own: nothing is gained by reading several together. */
  @Override
  public int slabDepth(int most) {
    return 1;
  }

  @Override
  public float[][] read(int firstPlane, int count) {
    float[][] planes = new float[count][];
    for (int i = 0; i < count; i++) {
      if (firstPlane + i == 0 && first != null) {
        planes[i] = first;
        first = null;
      } else {
        planes[i] = plane(firstPlane + i);
      }
    }
    return planes;
  }

  private float[] plane(int d) {
    String name = source.imageFile(d + 1);
    try (Hdf5File file = Hdf5File.open(new Path(name), configuration, FileOpener.Wanted.ALL)) {
      Hdf5Dataset slice = file.dataset(SliceFiles.DATASET);
      Shape found = shape(file, slice);
      if (shape == null) {
        shape = found;
      }
      SliceFiles.checkLike(found, name, shape, source.imageFile(1));
      return slice.readPlane();
    }
  }

  /** H x W of a slice's image. */
  static Shape shape(Hdf5File file, Hdf5Dataset slice) {
    Shape shape = slice.shape();
    boolean flat = shape.rank() == 2 || shape.rank() == 3 && shape.get(2) == 1;
    if (!flat || shape.elements() == 0) {
      throw new InputException(
          "image %s of %s is %s; expected HxW or HxWx1"
              .formatted(slice.path(), file.name(), shape));
    }
    return Shape.of(shape.get(0), shape.get(1));
  }
}
