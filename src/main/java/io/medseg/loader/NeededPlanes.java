package io.medseg.loader;

import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.SlabSource;
import io.medseg.volume.Volume;
import java.util.function.Supplier;

/**
 * What a batch holds of an image: the planes that its elements lie in, without copying them. So the
 * images of the many scans that a shuffled batch may be of need not be in memory together. A plane
 * that is asked for all the same is taken from the image, read again if need be.
 */
final class NeededPlanes implements SlabSource {
  private final Shape shape;
  private final float[][] kept;
  private Volume image;
  private final Supplier<Volume> again;

  /**
   * No plane yet.
   *
   * @param image to keep planes of, whole in memory
   * @param again gives the same image later
   */
  NeededPlanes(Volume image, Supplier<Volume> again) {
    this.shape = image.shape();
    this.kept = new float[shape.get(2)][];
    this.image = image;
    this.again = again;
  }

  /**
   * Keeps the planes of an element, if its axes are as {@link Element} says. A loader from outside
   * that leaves SLICE_AXIS alone numbers others, not all of which there are.
   */
  void keep(Element element, SliceAxis axes) {
    Region region = element.region();
    int axis = axes.position(2);
    for (int d = region.start(axis); d < Math.min(region.stop(axis), kept.length); d++) {
      kept[d] = image.plane(d);
    }
  }

  /** The image by its planes; nothing more is kept from now on. */
  Volume volume() {
    image = null;
    return Volume.of(shape, this, Long.MAX_VALUE);
  }

  @Override
  public int slabDepth(int most) {
    return 1;
  }

  @Override
  public float[][] read(int firstPlane, int count) {
    float[][] planes = new float[count][];
    for (int i = 0; i < count; i++) {
      int d = firstPlane + i;
      planes[i] = kept[d] != null ? kept[d] : again.get().plane(d);
    }
    return planes;
  }
}
