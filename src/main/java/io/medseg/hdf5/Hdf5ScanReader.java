package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads scans from HDF5 files of every layout. The file of the last scan stays open, so that the
 * scans of a single file open it once; {@link #close} closes it. Contrasts beside the first image
 * are read as if each came from a reader of its own.
 *
 * <p>An image whose planes take more than {@value #WHOLE_MAX_BYTES} (a setting of the Hadoop
 * configuration, 256m if it is not set; {@code spark.hadoop.} goes before it in Spark's) is not
 * read whole but by slabs of at most half that much, while it is used: see {@link
 * io.medseg.volume.Volume#keep}. Its planes can be asked for until the next {@link #read} or {@link
 * #close}, after that it throws an IllegalStateException; what goes wrong with a slab is an {@link
 * InputException} as from {@link #read}. Masks are bits and always read whole.
 */
public final class Hdf5ScanReader implements ScanReader {
  /** Bytes of an image in memory at most, as "268435456" or "256m". */
  public static final String WHOLE_MAX_BYTES = "medseg.volume.whole.max.bytes";

  private final ImageMemory memory;
  private final ListedFiles listed;
  private long bufferBytes;
  private final OddValues odd = new OddValues();
  private final SliceFiles slices;
  private final VolumeFiles volumes;
  private final NormalizedFiles normalized;
  private final Supplier<Hdf5ScanReader> another;

  /** Readers of the images of a scan beside its first: each has its own file open. */
  private final List<Hdf5ScanReader> others = new ArrayList<>();

  /**
   * A reader for the file systems of this configuration.
   *
   * @throws InputException if {@value #WHOLE_MAX_BYTES} is not a positive number
   */
  public Hdf5ScanReader(Configuration configuration) {
    this(
        configuration,
        ImageMemory.whole(configuration),
        MissingMasks.REFUSED,
        () -> new Hdf5ScanReader(configuration));
  }

  private Hdf5ScanReader(
      Configuration configuration,
      ImageMemory memory,
      MissingMasks missing,
      Supplier<Hdf5ScanReader> another) {
    this.memory = memory;
    this.another = another;
    listed = new ListedFiles(configuration);
    slices = new SliceFiles(configuration, memory, odd);
    volumes = new VolumeFiles(configuration, memory, missing, odd, listed);
    normalized = new NormalizedFiles(volumes);
  }

  /**
   * A reader for who needs only some planes of an image, or its masks alone: no image is read
   * whole, planes are read in small slabs when they are asked for.
   *
   * @throws InputException as the constructor
   */
  public static Hdf5ScanReader ofPieces(Configuration configuration) {
    return new Hdf5ScanReader(
        configuration,
        ImageMemory.pieces(configuration),
        MissingMasks.REFUSED,
        () -> ofPieces(configuration));
  }

  /**
   * A reader for training data and for who looks at scans: a file without the masks that a layout
   * expects beside the image is a scan without masks.
   *
   * @throws InputException as the constructor
   */
  public static Hdf5ScanReader ofTraining(Configuration configuration) {
    return new Hdf5ScanReader(
        configuration,
        ImageMemory.whole(configuration),
        MissingMasks.NONE,
        () -> ofTraining(configuration));
  }

  /**
   * A reader that reads every image whole, however large it is, so that many may be used at a time
   * and after the reader was closed; for training data as well.
   */
  public static Hdf5ScanReader ofWhole(Configuration configuration) {
    return new Hdf5ScanReader(
        configuration,
        ImageMemory.unbounded(configuration),
        MissingMasks.NONE,
        () -> ofWhole(configuration));
  }

  @Override
  public ScanHeader header(Scan scan) {
    return looking(scan, () -> shapes(scan));
  }

  private ScanHeader shapes(Scan scan) {
    if (scan.source() instanceof ScanSource.Contrasts images) {
      ScanHeader first = header(scan, images.first());
      return new ScanHeader(first.image(), first.maskChannels(), images.others().size());
    }
    return header(scan, scan.source());
  }

  private ScanHeader header(Scan scan, ScanSource source) {
    if (source instanceof ScanSource.Slices files) {
      bufferBytes = 0;
      return slices.header(scan, files);
    }
    ScanHeader header =
        source instanceof ScanSource.NormalizedVolume file
            ? normalized.header(file)
            : volumes.header((ScanSource.VolumeFile) source);
    bufferBytes = volumes.bufferBytes();
    return header;
  }

  /**
   * The number types that the scan is stored in, without reading voxels; of slices, those of the
   * first, of several contrasts, those of the first.
   */
  public NumberTypes numberTypes(Scan scan) {
    return looking(
        scan,
        () ->
            scan.source() instanceof ScanSource.Contrasts images
                ? numberTypes(images.first())
                : numberTypes(scan.source()));
  }

  /** Looks at what files say of a scan; a file that stayed open is opened again if it changed. */
  private <T> T looking(Scan scan, Supplier<T> look) {
    return naming(
        scan,
        () -> {
          refuse(scan);
          volumes.closeChanged();
          return listed.explained(listed.known(scan), look);
        });
  }

  private NumberTypes numberTypes(ScanSource source) {
    if (source instanceof ScanSource.Slices files) {
      return slices.types(files);
    }
    return source instanceof ScanSource.NormalizedVolume file
        ? normalized.types(file)
        : volumes.types((ScanSource.VolumeFile) source);
  }

  /**
   * Bytes of the heap that reading takes for a while beside images and masks, of the scan whose
   * {@link #header} was asked for last: its largest chunk, packed and unpacked, and a remote file
   * that is kept in memory. 0 for slices, whose chunks are small.
   */
  public long bufferBytes() {
    return bufferBytes;
  }

  /** Whether an image of this shape is read whole, not by slabs. */
  public boolean readsWhole(ScanHeader scan) {
    return memory.holds(scan.image());
  }

  /**
   * Bytes of the heap that the images of a scan take while it is used, masks left out. Of an image
   * that is read by slabs more is held if its windows reach farther.
   */
  public long imageBytes(ScanHeader scan) {
    return (1 + scan.contrasts()) * memory.bytes(scan.image());
  }

  /**
   * {@inheritDoc} A scan whose files are not, when they were read, what its listing says is
   * refused; so is one whose listing does not tell and whose files change while they are read.
   */
  @Override
  public ScanData read(Scan scan) {
    release();
    odd.clear();
    return naming(
        scan,
        () -> {
          refuse(scan);
          closeChanged();
          Scan known = listed.known(scan);
          return listed.unchanged(known, () -> readAll(known));
        });
  }

  private ScanData readAll(Scan scan) {
    return scan.source() instanceof ScanSource.Contrasts images
        ? readAll(scan, images)
        : read(scan, scan.source());
  }

  private ScanData read(Scan scan, ScanSource source) {
    if (source instanceof ScanSource.Slices files) {
      return slices.read(scan, files);
    }
    return source instanceof ScanSource.NormalizedVolume file
        ? normalized.read(scan, file)
        : volumes.read(scan, (ScanSource.VolumeFile) source);
  }

  private ScanData readAll(Scan scan, ScanSource.Contrasts images) {
    ScanData first = read(scan, images.first());
    List<Volume> contrasts = new ArrayList<>();
    for (ScanSource source : images.others()) {
      if (others.size() == contrasts.size()) {
        others.add(another.get());
      }
      Volume image = others.get(contrasts.size()).read(scan, source.withoutMasks()).image();
      if (!image.shape().equals(first.image().shape())) {
        throw new InputException(
            "image of %s is %s but contrast %d of %s is %s"
                .formatted(
                    images.location(),
                    first.image().shape(),
                    contrasts.size() + 2,
                    source.location(),
                    image.shape()));
      }
      contrasts.add(image);
    }
    return first.withImages(first.image(), contrasts);
  }

  private static void refuse(Scan scan) {
    if (scan.source() instanceof ScanSource.Refused refused) {
      throw new InputException(refused.reason());
    }
  }

  private void release() {
    memory.release();
    volumes.release();
    others.forEach(Hdf5ScanReader::release);
  }

  private void closeChanged() {
    volumes.closeChanged();
    others.forEach(Hdf5ScanReader::closeChanged);
  }

  static <T> T naming(Scan scan, Supplier<T> reading) {
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
    memory.release();
    volumes.close();
    others.forEach(Hdf5ScanReader::close);
  }
}
