package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.volume.Shape;
import io.medseg.volume.SlabSource;
import io.medseg.volume.Volume;
import org.apache.hadoop.conf.Configuration;

/**
 * Decides which images are read whole and which by slabs, and ends the reading by slabs: there is
 * at most one image that is read so, that of the last scan. One thread.
 */
final class ImageMemory {
  private static final long DEFAULT_BYTES = 256L << 20;

  /**
   * Of an image by slabs less is held than of the largest whole one: it is large, so is what its
   * predictions take, and each further slab only costs another pass over the file.
   */
  private static final int SLABS_PART = 2;

  /** Slabs for who looks at few planes: large enough that a pass over a file is worth it. */
  private static final long PIECE_BYTES = 16L << 20;

  private final long wholeBytes;
  private final long slabBytes;
  private final ListedFiles listed;
  private OpenImage open;

  private ImageMemory(long wholeBytes, long slabBytes, ListedFiles listed) {
    this.wholeBytes = wholeBytes;
    this.slabBytes = slabBytes;
    this.listed = listed;
  }

  /** Images of up to {@value Hdf5ScanReader#WHOLE_MAX_BYTES} are read whole. */
  static ImageMemory whole(Configuration configuration) {
    long bytes = bytes(configuration);
    return new ImageMemory(bytes, Math.max(1, bytes / SLABS_PART), new ListedFiles(configuration));
  }

  /** Every image is read by small slabs, those that are asked for alone. */
  static ImageMemory pieces(Configuration configuration) {
    return new ImageMemory(
        0, Math.min(bytes(configuration), PIECE_BYTES), new ListedFiles(configuration));
  }

  /** Every image is read whole. */
  static ImageMemory unbounded(Configuration configuration) {
    return new ImageMemory(Long.MAX_VALUE, Long.MAX_VALUE, new ListedFiles(configuration));
  }

  /**
   * The setting {@value Hdf5ScanReader#WHOLE_MAX_BYTES}.
   *
   * @throws InputException if it is not a positive number
   */
  static long bytes(Configuration configuration) {
    String key = Hdf5ScanReader.WHOLE_MAX_BYTES;
    String expected = "; expected a number of bytes above 0, such as 268435456 or 256m";
    try {
      long bytes = configuration.getLongBytes(key, DEFAULT_BYTES);
      if (bytes > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new InputException("Invalid " + key + ": " + configuration.get(key) + expected, e);
    }
    throw new InputException("Invalid " + key + ": " + configuration.get(key) + expected);
  }

  /** What an image of this shape takes at least, while it is used. */
  long bytes(Shape image) {
    return holds(image) ? Float.BYTES * image.elements() : slabBytes;
  }

  /** Whether an image of this shape may be read whole. */
  boolean holds(Shape image) {
    return image.elements() <= wholeBytes / Float.BYTES;
  }

  /** An image that is read by slabs until {@link #release}. */
  Volume bySlabs(Scan scan, Shape image, SlabSource source) {
    release();
    open = new OpenImage(scan, source);
    Volume volume = Volume.of(image, open, slabBytes);
    open.volume = volume;
    return volume;
  }

  /** Ends the reading of the image that is read by slabs, if there is one, and frees its planes. */
  void release() {
    if (open != null) {
      open.closed = true;
      open.volume.drop();
      open = null;
    }
  }

  /**
   * Names the scan in what goes wrong with a slab, which may be long after it was opened; its files
   * may have been replaced since.
   */
  private final class OpenImage implements SlabSource {
    private final Scan scan;
    private final SlabSource source;
    private Volume volume;
    private boolean closed;

    OpenImage(Scan scan, SlabSource source) {
      this.scan = scan;
      this.source = source;
    }

    @Override
    public int slabDepth(int most) {
      return source.slabDepth(most);
    }

    @Override
    public float[][] read(int firstPlane, int count) {
      if (closed) {
        throw new IllegalStateException(
            "The image of scan %s is read by slabs, and not after another scan was read or the reader was closed (%s)"
                .formatted(scan.scanId(), scan.source().location()));
      }
      return Hdf5ScanReader.naming(
          scan,
          () ->
              listed.unchangedPlanes(
                  scan, firstPlane, count, () -> source.read(firstPlane, count)));
    }
  }
}
